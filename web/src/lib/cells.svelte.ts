// Cells of tables whose columns are only known by their type. Whole numbers may be keys, so they stay as they are, unless
// the column is one of quantities by its name.
import { clock } from './clock';
import { asWritten, day, decimal, moment } from './i18n.svelte';
import { isQuantity } from './quantity';

export function cellText(column: { name: string; kind: string }, value: string | null): string {
  if (value === null) return '—';
  if (column.kind === 'date') return day(value);
  if (column.kind === 'timestamp') return Number.isNaN(Date.parse(value)) ? value : moment(value);
  if (column.kind === 'time') return clock(value);
  if (column.kind === 'decimal') return asWritten(value);
  if (column.kind === 'floating') return decimal(value);
  if (column.kind === 'integer' && isQuantity(column.name)) return decimal(value);
  return value;
}
