// A period as people say it: "June 2017", "2016", "Jul 2016 – Jun 2017", "10 – 20 Mar 2013".
import { addDays, addMonths, monthEnd, monthStart } from '../charts/dates';

const date = (day: string) => new Date(`${day}T00:00:00Z`);

/// "jul 2016", without the "de" and the point that Portuguese has in full sentences.
const shortMonth = (day: string, locale: string) =>
  `${new Intl.DateTimeFormat(locale, { month: 'short', timeZone: 'UTC' }).format(date(day)).replace('.', '')} ${day.slice(0, 4)}`;

export function periodText(from: string | null, to: string | null, locale: string): string {
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' });
  // Portuguese would say "1 de ago. de 2024".
  const medium = format(
    locale.startsWith('pt')
      ? { day: '2-digit', month: '2-digit', year: 'numeric' }
      : { day: 'numeric', month: 'short', year: 'numeric' },
  );
  if (!from || !to) return from ? `${medium.format(date(from))} –` : to ? `– ${medium.format(date(to))}` : '';
  if (from === to) return medium.format(date(from));
  if (from === monthStart(from) && to === monthEnd(to)) {
    const months =
      (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + Number(to.slice(5, 7)) - Number(from.slice(5, 7)) + 1;
    const first = Number(from.slice(5, 7));
    if (months === 1) return format({ month: 'long', year: 'numeric' }).format(date(from));
    if (months === 12 && first === 1) return from.slice(0, 4);
    if (months === 3 && first % 3 === 1)
      return `${locale.startsWith('pt') ? 'T' : 'Q'}${(first + 2) / 3} ${from.slice(0, 4)}`;
    if (months % 12 === 0 && first === 1) return `${from.slice(0, 4)} – ${to.slice(0, 4)}`;
    return `${shortMonth(from, locale)} – ${shortMonth(to, locale)}`;
  }
  return medium.formatRange(date(from), date(to));
}

/// A bucket of a chart.
export function bucketText(start: string, grain: string, locale: string): string {
  if (grain === 'year') return start.slice(0, 4);
  if (grain === 'month') return periodText(start, monthEnd(start), locale);
  if (grain === 'quarter') return periodText(start, monthEnd(addMonths(start, 2)), locale);
  if (grain === 'week') return periodText(start, addDays(start, 6), locale);
  return periodText(start, start, locale);
}
