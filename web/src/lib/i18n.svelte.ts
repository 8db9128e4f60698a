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
  return numberFormat({ maximumFractionDigits: 20 }).format(exact(value));
}

export function money(value: Exact, currency: string, digits = 2): string {
  const options: Intl.NumberFormatOptions = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return numberFormat(currency ? { ...options, style: 'currency', currency } : options).format(exact(value));
}

export function shortMoney(value: number, currency: string): string {
  const options: Intl.NumberFormatOptions = { notation: 'compact', maximumFractionDigits: 1 };
  return numberFormat(currency ? { ...options, style: 'currency', currency } : options).format(value);
}

export function shortCount(value: number): string {
  return numberFormat({ notation: 'compact', maximumFractionDigits: 1 }).format(value);
}

export function percent(share: number): string {
  return numberFormat({ style: 'percent', maximumFractionDigits: 1, signDisplay: 'exceptZero' }).format(share);
}

export function seconds(value: number): string {
  if (value < 60) return `${numberFormat({ maximumFractionDigits: value < 1 ? 3 : 1 }).format(value)} s`;
  return `${Math.floor(value / 60)} min ${Math.round(value % 60)} s`;
}

/// A day such as "2013-09-30"; no time zone has a part in it.
export function day(text: string, options: Intl.DateTimeFormatOptions = { dateStyle: 'medium' }): string {
  return dateFormat({ ...options, timeZone: 'UTC' }).format(new Date(text + 'T00:00:00Z'));
}

export function moment(text: string): string {
  return dateFormat({ dateStyle: 'short', timeStyle: 'medium' }).format(new Date(text));
}

export function periodName(start: string, grain: string): string {
  if (grain === 'month') return day(start, { year: 'numeric', month: 'short' });
  if (grain === 'quarter') return `${i18n.language === 'pt' ? 'T' : 'Q'}${Math.floor((Number(start.slice(5, 7)) - 1) / 3) + 1} ${start.slice(0, 4)}`;
  return day(start);
}
