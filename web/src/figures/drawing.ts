// What all drawings of figures have in common.
import type { Ink, Scene } from '../charts/scene';
import { changeShare, membersOf, type Compared, type Figure, type Measure, type Row } from '../lib/figures';
import { percent, t } from '../lib/i18n.svelte';
import { full, periodName } from '../lib/values.svelte';

/// What a click on a spot stands for.
export type Choice = { dimension: string; value: string } | { from: string; to: string } | null;

export interface Drawing {
  draw: (width: number) => Scene;
  legend: { name: string; ink: Ink }[];
  choice: (index: number) => Choice;
  /// Only of a chart over time.
  period?: (first: number, last: number) => { from: string; to: string };
  hatched?: boolean;
  /// Where not all fit.
  cut?: { shown: number; of: number };
}

export interface Context {
  measure: number;
  compare: Compared | null;
  /// The period that is shown, in words; empty where there is none.
  now: string;
  /// An order was asked for, and the rows have it.
  sorted?: boolean;
  chosen: (dimension: string, value: string) => 'chosen' | 'except' | 'other' | 'none';
}

/// The period that it is compared with, by its name.
export const beforeName = (context: Context) =>
  context.compare && context.compare.kind !== 'none'
    ? periodName(context.compare.from, context.compare.to)
    : t('before');

export function beforeLines(measure: Measure, before: string | null, now: string | null, name: string): string[] {
  if (before === null) return [];
  const change = changeShare(now, before);
  return [`${name}: ${full(measure, before)}${change === null ? '' : ` (${percent(change)})`}`];
}

export function chosenMember(figure: Figure, row: Row): Choice {
  const value = membersOf(figure, row)[0]?.value ?? null;
  return value === null ? null : { dimension: figure.by[0]!.name, value };
}
