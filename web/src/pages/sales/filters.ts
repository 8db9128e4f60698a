// The filters of the page Sales, in the address.
import type { TextKey } from '../../lib/texts';

/// Those that may have several values, and what they are called.
export const many = {
  territory: 'territory',
  product: 'product',
  category: 'category',
  product_line: 'productLine',
  days_to_make: 'daysToMake',
  customer: 'customer',
} as const satisfies Record<string, TextKey>;
export type Many = keyof typeof many;

const single = ['from', 'to', 'channel'] as const;

/// What the API takes of an address's parameters.
export function apiFilters(params: URLSearchParams): URLSearchParams {
  const filters = new URLSearchParams();
  for (const name of [...single, ...Object.keys(many)]) {
    for (const value of params.getAll(name)) filters.append(name, value);
  }
  return filters;
}

export function toggle(params: URLSearchParams, name: Many, value: string) {
  const values = params.getAll(name);
  params.delete(name);
  for (const other of values) if (other !== value) params.append(name, other);
  if (!values.includes(value)) params.append(name, value);
}

export function setOrDelete(params: URLSearchParams, name: string, value: string | null) {
  if (value) params.set(name, value);
  else params.delete(name);
}

export function clear(params: URLSearchParams) {
  for (const name of [...single, ...Object.keys(many)]) params.delete(name);
}

export function anyFilter(params: URLSearchParams): boolean {
  return [...single, ...Object.keys(many)].some((name) => params.has(name));
}
