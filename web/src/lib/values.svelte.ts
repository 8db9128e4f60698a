// Values of measures and dimensions as people read them: whole, and short enough for an axis or a tile.
import { clock } from './clock';
import type { Dimension, Measure, Member, Titled } from './figures';
import { asWritten, day, decimal, i18n, money, number, t } from './i18n.svelte';
import { periodText } from './periods';

export const titleOf = (one: Titled) => (i18n.language === 'pt' && one.title_pt) || one.title;

/// With all its digits; what can't be a figure (a ratio of nothing) is a dash.
export function full(measure: Measure, value: string | null | undefined): string {
  if (value === null || value === undefined) return '—';
  if (measure.format === 'money') return money(value, measure.currency ?? '', measure.decimals);
  if (measure.format === 'percent') return number(Number(value), { style: 'percent', maximumFractionDigits: 2 });
  return decimal(value);
}

/// Three digits or so, for axes and bars; a tile is `roomy`.
export function short(measure: Measure, value: number | null, roomy = false): string {
  if (value === null || !Number.isFinite(value)) return '—';
  if (measure.format === 'percent') return number(value, { style: 'percent', maximumFractionDigits: 1 });
  const size = Math.abs(value);
  // 118.2M, but 1.07M; a tile has room for a whole hundred thousand.
  const mantissa = size / 1000 ** Math.floor(Math.log10(size || 1) / 3);
  const options: Intl.NumberFormatOptions =
    size < 1000
      ? {
          minimumFractionDigits: measure.format === 'money' && !Number.isInteger(value) ? 2 : 0,
          maximumFractionDigits: 2,
        }
      : roomy && size < 1e6
        ? { maximumFractionDigits: 0 }
        : {
            notation: 'compact',
            minimumFractionDigits: 0,
            maximumFractionDigits: mantissa < 10 ? 2 : mantissa < 100 || roomy ? 1 : 0,
          };
  const currency = measure.format === 'money' && measure.currency;
  return number(value, currency ? { ...options, style: 'currency', currency } : options);
}

export function signedShort(measure: Measure, value: number): string {
  return `${value > 0 ? '+' : ''}${short(measure, value)}`;
}

/// What a member of a dimension is called. A missing one says so; never an empty name.
export function memberText(dimension: Pick<Dimension, 'type' | 'kind'>, member: Member): string {
  if (member.value === null) return t('noValue');
  if (member.label !== null && member.label !== '') return member.label;
  if (dimension.type === 'boolean')
    return member.value === 'true' ? t('yes') : member.value === 'false' ? t('no') : member.value;
  if (dimension.type === 'time') return clock(member.value);
  if (dimension.type === 'date' && /^\d{4}-\d{2}-\d{2}$/.test(member.value)) return day(member.value);
  if (dimension.type === 'number' && /^-?\d+\.\d+$/.test(member.value)) return asWritten(member.value);
  return member.value === '' ? t('emptyText') : member.value;
}

export const periodName = (from: string | null, to: string | null) => periodText(from, to, i18n.locale);
