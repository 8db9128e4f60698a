// Days and the buckets that charts put them in. Days are texts such as 2013-09-30; no time zone has a part in it.
export const grains = ['day', 'week', 'month', 'quarter', 'year'] as const;
export type Grain = (typeof grains)[number];

const kDay = 86_400_000;

const dateOf = (day: string) => new Date(`${day.slice(0, 10)}T00:00:00Z`);
const textOf = (date: Date) => date.toISOString().slice(0, 10);

/// Whether it is a day that there is: 2013-02-30 isn't.
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = dateOf(text);
  return !Number.isNaN(date.getTime()) && textOf(date) === text;
}

/// A day as people type it: 2013-01-31, and as the language has it (31/01/2013, or 1/31/2013); null if it is none.
export function parseDay(text: string, locale: string): string | null {
  const trimmed = text.trim();
  const parts = /^(\d{1,2})[/.](\d{1,2})[/.](\d{4})$/.exec(trimmed);
  if (!parts) return isDay(trimmed) ? trimmed : null;
  const [first, second, year] = [parts[1]!.padStart(2, '0'), parts[2]!.padStart(2, '0'), parts[3]!];
  const day = locale.startsWith('pt') ? `${year}-${second}-${first}` : `${year}-${first}-${second}`;
  return isDay(day) ? day : null;
}

/// As it is typed in that language.
export const typedDay = (day: string, locale: string) =>
  locale.startsWith('pt') ? day.split('-').reverse().join('/') : day;

export const addDays = (day: string, days: number) => textOf(new Date(dateOf(day).getTime() + days * kDay));

/// The same day so many months later, or the month's last day if it is shorter.
export function addMonths(day: string, months: number): string {
  const date = dateOf(day);
  const wanted = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(wanted, last));
  return textOf(date);
}

export const monthStart = (day: string) => `${day.slice(0, 7)}-01`;
export const monthEnd = (day: string) => addDays(addMonths(monthStart(day), 1), -1);

const kMonths: Record<Grain, number> = { day: 0, week: 0, month: 1, quarter: 3, year: 12 };

/// The last day of the bucket that starts with `start`.
export function bucketEnd(start: string, grain: Grain): string {
  if (grain === 'day') return start;
  if (grain === 'week') return addDays(start, 6);
  return addDays(addMonths(start, kMonths[grain]), -1);
}

export function nextBucket(start: string, grain: Grain): string {
  return addDays(bucketEnd(start, grain), 1);
}

/// The starts of all buckets from the first to the last of `starts`, also of those that have no row.
export function allBuckets(starts: string[], grain: Grain, most = 4000): string[] {
  const last = starts.at(-1);
  const all: string[] = [];
  for (
    let at = starts[0];
    at !== undefined && last !== undefined && at <= last && all.length < most;
    at = nextBucket(at, grain)
  ) {
    all.push(at);
  }
  return all;
}

export interface DateLabel {
  index: number;
  text: string;
  /// Under it, where it changes.
  year: string;
}

/// Which buckets get a label, in so much room: months by name, days by number, the year only where it changes.
export function dateLabels(
  starts: string[],
  grain: Grain,
  locale: string,
  room: number,
  width: (text: string) => number,
): DateLabel[] {
  const portuguese = locale.startsWith('pt');
  const month = new Intl.DateTimeFormat(locale, { month: 'short', timeZone: 'UTC' });
  const day = new Intl.DateTimeFormat(
    locale,
    portuguese
      ? { day: '2-digit', month: '2-digit', timeZone: 'UTC' }
      : { day: 'numeric', month: 'short', timeZone: 'UTC' },
  );
  const text = (start: string) => {
    if (grain === 'year') return start.slice(0, 4);
    if (grain === 'quarter') return `${portuguese ? 'T' : 'Q'}${Math.floor((Number(start.slice(5, 7)) - 1) / 3) + 1}`;
    if (grain === 'month') return month.format(dateOf(start)).replace('.', '');
    return day.format(dateOf(start));
  };
  if (starts.length === 0) return [];
  const slot = room / starts.length;
  const needed = Math.max(...starts.slice(0, 40).map((start) => width(text(start))), width('2000')) + 12;
  const strides =
    grain === 'month'
      ? [1, 2, 3, 6, 12, 24, 36, 60, 120]
      : grain === 'quarter'
        ? [1, 2, 4, 8, 12, 20, 40]
        : grain === 'week'
          ? [1, 2, 4, 8, 13, 26, 52, 104, 208]
          : [1, 2, 5, 7, 14, 30, 60, 91, 182, 365, 730, 1461];
  const stride =
    strides.find((one) => one * slot >= needed) ?? Math.ceil(starts.length / Math.max(1, Math.floor(room / needed)));
  // Round months: with a stride of three, January, April and so on have the labels.
  const number = (start: string) => Number(start.slice(0, 4)) * 12 + Number(start.slice(5, 7)) - 1;
  const offset = (one: string) =>
    grain === 'month' ? number(one) % stride : grain === 'quarter' ? Math.floor(number(one) / 3) % stride : -1;
  let year = '';
  return starts.flatMap((start, index) => {
    const at = offset(start);
    if (at === -1 ? index % stride !== 0 : at !== 0) return [];
    const own = start.slice(0, 4);
    const changed = own !== year && grain !== 'year';
    year = own;
    return [{ index, text: text(start), year: changed ? own : '' }];
  });
}
