// Values of measures and dimensions as people read them: whole, and short enough for an axis or a tile.
import type { Dimension, Measure, Member, Titled } from './figures';
import { day, decimal, i18n, money, number, t } from './i18n.svelte';
import { periodText } from './periods';

export const titleOf = (one: Titled) => (i18n.language === 'pt' && one.title_pt) || one.title;

/// With all its digits; what can't be a figure (a ratio of nothing) is a dash.
export function full(measure: Measure, value: string | null | undefined): string {
  if (value === null || value === undefined) return '—';
  if (measure.format === 'money') return money(value, measure.currency ?? '', measure.decimals);
  if (measure.format === 'percent') return number(Number(value), { style: 'percent', maximumFractionDigits: 2 });
  return decimal(value);
}

export function short(measure: Measure, value: number | null): string {
  if (value === null || !Number.isFinite(value)) return '—';
  if (measure.format === 'percent') return number(value, { style: 'percent', maximumFractionDigits: 1 });
  const small = Math.abs(value) < 1000;
  const digits: Intl.NumberFormatOptions = { notation: 'compact', maximumFractionDigits: small && !Number.isInteger(value) ? 2 : 1 };
  const currency = measure.format === 'money' && measure.currency;
  return number(value, currency ? { ...digits, style: 'currency', currency, currencyDisplay: 'symbol' } : digits);
}

export function signedShort(measure: Measure, value: number): string {
  return `${value > 0 ? '+' : ''}${short(measure, value)}`;
}

/// What a member of a dimension is called. A missing one says so; never an empty name.
export function memberText(dimension: Pick<Dimension, 'type' | 'kind'>, member: Member): string {
  if (member.value === null) return t('noValue');
  if (member.label !== null && member.label !== '') return member.label;
  if (dimension.type === 'boolean') return member.value === 'true' ? t('yes') : member.value === 'false' ? t('no') : member.value;
  if (dimension.type === 'date' && /^\d{4}-\d{2}-\d{2}$/.test(member.value)) return day(member.value);
  return member.value === '' ? t('emptyText') : member.value;
}

export const periodName = (from: string | null, to: string | null) => periodText(from, to, i18n.locale);
