// The language that is shown, and numbers, money and dates as it writes them.
import { store, stored } from './stored';
import { texts, type Language, type TextKey } from './texts';

const kStored = 'rox-language';

function firstLanguage(): Language {
  // A report says in which language it was asked for.
  for (const wish of [stored(kStored), document.documentElement.dataset.language]) {
    if (wish === 'en' || wish === 'pt') return wish;
  }
  return navigator.language.toLowerCase().startsWith('pt') ? 'pt' : 'en';
}

class I18n {
  language = $state<Language>(firstLanguage());
  readonly locale = $derived(this.language === 'pt' ? 'pt-BR' : 'en-US');

  choose(language: Language) {
    this.language = language;
    store(kStored, language);
  }
}

export const i18n = new I18n();

export function t(key: TextKey, values: Record<string, string | number> = {}): string {
  return texts[i18n.language][key].replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}

/// A minus sign, not a hyphen.
const minus = (text: string) => text.replace('-', '−');

// Making a format takes a tenth of a millisecond, and a chart has thousands of labels: each is made once.
const numberFormats = new Map<string, Intl.NumberFormat>();
const dateFormats = new Map<string, Intl.DateTimeFormat>();

function kept<Format>(formats: Map<string, Format>, options: object, make: () => Format): Format {
  const key = i18n.locale + JSON.stringify(options);
  let format = formats.get(key);
  if (!format) formats.set(key, (format = make()));
  return format;
}

const numberFormat = (options: Intl.NumberFormatOptions) =>
  kept(numberFormats, options, () => new Intl.NumberFormat(i18n.locale, options));
const dateFormat = (options: Intl.DateTimeFormatOptions) =>
  kept(dateFormats, options, () => new Intl.DateTimeFormat(i18n.locale, options));

/// Decimals come as texts and are formatted as such: no digit is lost on the way.
type Exact = string | number | bigint;
const exact = (value: Exact) => value as unknown as number;

export function count(value: Exact): string {
  return numberFormat({ maximumFractionDigits: 0 }).format(exact(value));
}

export function decimal(value: Exact): string {
  return minus(numberFormat({ maximumFractionDigits: 20 }).format(exact(value)));
}

/// With the digits after the point that it comes with: a column of amounts stays aligned.
export function asWritten(value: string): string {
  const digits = Math.min(20, /\.(\d+)$/.exec(value)?.[1]?.length ?? 0);
  return minus(numberFormat({ minimumFractionDigits: digits, maximumFractionDigits: 20 }).format(exact(value)));
}

export function money(value: Exact, currency: string, digits = 2): string {
  const options: Intl.NumberFormatOptions = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return minus(numberFormat(currency ? { ...options, style: 'currency', currency } : options).format(exact(value)));
}

export function number(value: number, options: Intl.NumberFormatOptions): string {
  return minus(numberFormat(options).format(value));
}

/// A change: with its sign.
export function percent(share: number): string {
  const digits = Math.abs(share) >= 10 ? 0 : 1;
  return number(share, { style: 'percent', maximumFractionDigits: digits, signDisplay: 'exceptZero' });
}

export function seconds(value: number): string {
  if (value < 60) return `${numberFormat({ maximumFractionDigits: value < 1 ? 3 : 1 }).format(value)} s`;
  return `${Math.floor(value / 60)} min ${Math.round(value % 60)} s`;
}

/// A day such as "2013-09-30", as its figures: 30/09/2013; no time zone has a part in it.
export function day(text: string): string {
  const date = new Date(`${text.slice(0, 10)}T00:00:00Z`);
  if (Number.isNaN(date.getTime())) return text;
  return dateFormat({
    day: '2-digit',
    month: i18n.language === 'pt' ? '2-digit' : 'short',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(date);
}

export function moment(text: string): string {
  return dateFormat({ dateStyle: 'short', timeStyle: 'short' }).format(new Date(text));
}

/// How long ago a moment was: "2 hours ago".
export function ago(text: string, now: number): string {
  const relative = new Intl.RelativeTimeFormat(i18n.locale, { numeric: 'auto' });
  const gone = (now - new Date(text).getTime()) / 1000;
  if (gone < 90) return relative.format(-Math.max(0, Math.round(gone / 60)), 'minute');
  if (gone < 5400) return relative.format(-Math.round(gone / 60), 'minute');
  if (gone < 129_600) return relative.format(-Math.round(gone / 3600), 'hour');
  return relative.format(-Math.round(gone / 86_400), 'day');
}
