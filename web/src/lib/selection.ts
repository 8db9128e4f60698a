// What is selected of a fact: period, comparison and filters, as parameters of the address and of the API alike.
const kSingle = ['period', 'from', 'to', 'time', 'compare'];
const kFilters = ['where.', 'not.', 'missing.', 'min.', 'max.'];

const isFilter = (name: string) => kFilters.some((prefix) => name.startsWith(prefix));

/// What the API takes of the address's parameters, and in `also` further ones.
export function selectionOf(params: URLSearchParams, also: string[] = []): URLSearchParams {
  const selection = new URLSearchParams();
  for (const [name, value] of params) {
    if (kSingle.includes(name) || also.includes(name) || isFilter(name)) selection.append(name, value);
  }
  return selection;
}

export function clearFilters(params: URLSearchParams) {
  for (const name of [...new Set(params.keys())]) if (isFilter(name)) params.delete(name);
}

export function setOrDelete(params: URLSearchParams, name: string, value: string | null) {
  if (value) params.set(name, value);
  else params.delete(name);
}

function without(params: URLSearchParams, name: string, value: string): boolean {
  const values = params.getAll(name);
  params.delete(name);
  for (const other of values) if (other !== value) params.append(name, other);
  return values.includes(value);
}

/// A click: only this one, or none if it was the only one. With `add`, one more or one less of several; with `except`,
/// all but this one.
export function choose(
  params: URLSearchParams,
  dimension: string,
  value: string,
  how: { add: boolean; except: boolean },
) {
  const [where, not] = [`where.${dimension}`, `not.${dimension}`];
  if (how.except) {
    without(params, where, value);
    if (!without(params, not, value)) params.append(not, value);
    return;
  }
  without(params, not, value);
  if (how.add) {
    if (!without(params, where, value)) params.append(where, value);
    return;
  }
  const chosen = params.getAll(where);
  params.delete(where);
  if (!(chosen.length === 1 && chosen[0] === value)) params.append(where, value);
}

/// Removes one filter: of one value, or the whole.
export function drop(params: URLSearchParams, op: string, dimension: string, value?: string) {
  const name = `${op}.${dimension}`;
  if (value === undefined) params.delete(name);
  else without(params, name, value);
}

export function dropDimension(params: URLSearchParams, dimension: string) {
  for (const prefix of kFilters) params.delete(prefix + dimension);
}

export function setPeriod(params: URLSearchParams, period: string | { from: string; to: string }) {
  for (const name of ['period', 'from', 'to', 'grain']) params.delete(name);
  if (typeof period === 'string') params.set('period', period);
  else {
    setOrDelete(params, 'from', period.from);
    setOrDelete(params, 'to', period.to);
  }
}

/// The selection with its period as the server understood it, so that other calls (whose default is another period) have
/// the same.
export function pinned(
  params: URLSearchParams,
  period: { from: string | null; to: string | null } | null,
): URLSearchParams {
  const selection = selectionOf(params);
  for (const name of ['period', 'from', 'to']) selection.delete(name);
  if (period?.from) selection.set('from', period.from);
  if (period?.to) selection.set('to', period.to);
  return selection;
}
