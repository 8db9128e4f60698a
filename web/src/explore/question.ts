// What Explore asks, as it stands in the address: a table, measures, up to two groups, a chart.
import type { Dimension, Fact, Time } from '../lib/figures';
import { selectionOf } from '../lib/selection';

export const kMostMeasures = 8;
export const views = [
  'auto',
  'bar',
  'line',
  'area',
  'stacked',
  'heat',
  'histogram',
  'scatter',
  'pivot',
  'table',
] as const;

export interface Question {
  measures: string[];
  by: string[];
  view: string;
  top: string;
  sort: string;
  grain: string;
}

/// What is asked of `fact`; names that it hasn't are passed over. Without a group in the address: the first time, or the
/// first dimension. An empty `by` means none.
export function questionOf(params: URLSearchParams, fact: Fact): Question {
  const known = new Set([...fact.times, ...fact.dimensions].map((one: Time | Dimension) => one.name));
  const measures = params.getAll('measure').filter((name) => fact.measures.some((one) => one.name === name));
  const asked = params.getAll('by');
  const by = asked.filter((name) => known.has(name)).slice(0, 2);
  const usual = fact.times[0]?.name ?? fact.dimensions[0]?.name;
  const first = fact.measures[0]?.name;
  return {
    measures: measures.length > 0 ? measures.slice(0, kMostMeasures) : first ? [first] : [],
    by: asked.length === 0 && usual ? [usual] : by,
    view: (views as readonly string[]).includes(params.get('view') ?? '') ? params.get('view')! : 'auto',
    top: /^\d+$/.test(params.get('top') ?? '') ? params.get('top')! : '25',
    sort: params.get('sort') ?? '',
    grain: params.get('grain') ?? '',
  };
}

/// The parameters of /figures.
export function asParams(fact: Fact, question: Question, params: URLSearchParams): URLSearchParams {
  const asked = new URLSearchParams({ fact: fact.name });
  for (const measure of question.measures) asked.append('measure', measure);
  for (const by of question.by) asked.append('by', by);
  const timed = question.by.some((name) => fact.times.some((time) => time.name === name));
  if (question.grain && timed) asked.set('grain', question.grain);
  // A course over time is shown whole.
  if (question.by.length > 0) asked.set('top', timed && question.by.length === 1 ? '0' : question.top);
  if (question.sort) asked.set('sort', question.sort);
  const only = question.by.length === 1 ? fact.dimensions.find((one) => one.name === question.by[0]) : undefined;
  if (only?.type === 'number' && (only.measured || question.view === 'histogram')) asked.set('bins', '24');
  for (const [name, value] of selectionOf(params)) asked.append(name, value);
  return asked;
}

/// Takes what belonged to another table out of the address.
export function turnTo(params: URLSearchParams, fact: string) {
  for (const name of [...new Set(params.keys())]) if (name !== 'view') params.delete(name);
  params.set('fact', fact);
}

export function setGroup(params: URLSearchParams, by: string[], at: number, name: string) {
  const next = [...by];
  if (name === '') next.splice(at, 1);
  else next[at] = name;
  params.delete('by');
  params.delete('sort');
  if (next.length === 0) params.append('by', '');
  for (const one of new Set(next)) params.append('by', one);
}

export function toggleMeasure(params: URLSearchParams, measures: string[], name: string) {
  const next = measures.includes(name) ? measures.filter((one) => one !== name) : [...measures, name];
  if (next.length === 0 || next.length > kMostMeasures) return;
  params.delete('measure');
  params.delete('sort');
  for (const one of next) params.append('measure', one);
}
