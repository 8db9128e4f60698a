// What a card knows of the view that it stands in: what was selected, and what can be done from it.
import { selectionOf } from '../lib/selection';
import type { Compared, Figure, Selected } from '../lib/figures';
import { i18n, t } from '../lib/i18n.svelte';
import { address } from '../lib/route.svelte';
import { memberText, periodName, titleOf } from '../lib/values.svelte';
import type { Choice } from './drawing';

export interface Asked {
  compare: Compared | null;
  now: () => string;
  sorted?: () => boolean;
  chosen: (dimension: string, value: string) => 'chosen' | 'except' | 'other' | 'none';
  /// Missing where nothing can be chosen: in a report.
  choose?: (choice: NonNullable<Choice>, how: { add: boolean; except: boolean }) => unknown;
  /// Period and filters in words.
  notes: () => string[];
  source: () => string;
  /// The parameters of the figure as a file.
  file?: (figure: Figure, format: 'csv' | 'xlsx') => URLSearchParams;
  explore?: (figure: Figure) => string;
  rows?: () => unknown;
  prove: (figure: Figure) => unknown;
}

export function chosenIn(params: URLSearchParams): Asked['chosen'] {
  return (dimension, value) => {
    const chosen = params.getAll(`where.${dimension}`);
    if (params.getAll(`not.${dimension}`).includes(value)) return 'except';
    if (chosen.length === 0) return 'none';
    return chosen.includes(value) ? 'chosen' : 'other';
  };
}

export const nowOf = (selected: Selected) =>
  selected.period
    ? periodName(selected.period.from ?? selected.period.first, selected.period.to ?? selected.period.last)
    : '';

export function notesOf(selected: Selected): string[] {
  const filters = selected.filters.map((filter) => filterText(filter)).join(' · ');
  return [nowOf(selected), filters].filter((one) => one !== '');
}

export function filterText(filter: Selected['filters'][number]): string {
  const values = filter.values
    .map((one) => one.label || memberText({ type: 'text', kind: '' }, { value: one.value, label: null }))
    .join(', ');
  const name = titleOf(filter);
  switch (filter.op) {
    case 'where':
      return `${name}: ${values}`;
    case 'not':
      return `${name} ≠ ${values}`;
    case 'min':
      return `${name} ≥ ${values}`;
    case 'max':
      return `${name} ≤ ${values}`;
    case 'missing':
      return `${name}: ${t(filter.values[0]?.value === 'only' ? 'onlyMissing' : 'exceptMissing')} (${t('noValue')})`;
  }
}

/// A figure of a page as /figures takes it: its measures and dimensions, all of its rows.
export function figureParams(fact: string, figure: Figure, selection: URLSearchParams): URLSearchParams {
  const params = new URLSearchParams({ fact });
  for (const measure of figure.measures) params.append('measure', measure.name);
  for (const dimension of figure.by) params.append('by', dimension.name);
  if (figure.grain && figure.by.some((one) => one.kind === 'time')) params.set('grain', figure.grain);
  const own = figure.by.length === 1 && figure.by[0]!.kind !== 'time' ? figure.by[0]!.name : null;
  for (const [name, value] of selectionOf(selection)) {
    // A ranking isn't filtered by its own dimension.
    if (own !== null && name.endsWith(`.${own}`) && /^(where|not|missing|min|max)\./.test(name)) continue;
    params.append(name, value);
  }
  return params;
}

export function fileParams(fact: string, figure: Figure, selection: URLSearchParams, format: string): URLSearchParams {
  const params = figureParams(fact, figure, selection);
  if (figure.by.length > 0) params.set('top', '0');
  params.set('format', format);
  params.set('locale', i18n.language);
  return params;
}

export function exploreAddress(fact: string, figure: Figure, selection: URLSearchParams): string {
  return address('explore', figureParams(fact, figure, selection));
}
