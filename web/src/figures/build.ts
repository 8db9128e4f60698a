// From a figure of the API to a drawing: which chart, with which words and colours.
import { seriesInk } from '../charts/colours';
import { bucketEnd } from '../charts/dates';
import { heatmap } from '../charts/heatmap';
import { ranking, type Rank } from '../charts/ranking';
import { bins, histogram, scatter } from '../charts/scatter';
import type { Ink, Scene } from '../charts/scene';
import { timeline } from '../charts/timeline';
import { changeShare, columnsOf, membersOf, numberOf, type Compared, type Figure, type Measure } from '../lib/figures';
import { count, i18n, number, percent, t } from '../lib/i18n.svelte';
import { bucketText } from '../lib/periods';
import { full, memberText, periodName, short, signedShort, titleOf } from '../lib/values.svelte';
import { courseOf, gridOf, rowSums, timeAt } from './shapes';

export type View = 'tile' | 'bar' | 'line' | 'area' | 'stacked' | 'heat' | 'histogram' | 'scatter' | 'pivot' | 'table' | 'ranking' | 'change';

/// What a click on a spot stands for.
export type Choice = { dimension: string; value: string } | { from: string; to: string } | null;

export interface Drawing {
  draw: (width: number) => Scene;
  legend: { name: string; ink: Ink }[];
  choice: (index: number) => Choice;
  /// Only of a chart over time.
  period?: (first: number, last: number) => { from: string; to: string };
  hatched?: boolean;
}

export interface Context {
  measure: number;
  compare: Compared | null;
  /// The period that is shown, in words; empty where there is none.
  now: string;
  chosen: (dimension: string, value: string) => 'chosen' | 'except' | 'other' | 'none';
}

/// The chart that suits a figure, unless one is asked for that it can be.
export function viewOf(figure: Figure, asked: string): View {
  const time = timeAt(figure) >= 0;
  const two = figure.by.length > 1;
  const possible: View[] = ['table'];
  if (figure.by.length === 0) possible.push('tile');
  if (time) possible.push('line', 'area', 'bar', ...(two ? (['stacked'] as View[]) : []));
  if (two) possible.push('heat', 'pivot');
  if (!time && figure.by.length > 0) possible.push('bar', 'ranking', 'change', ...(two ? (['stacked'] as View[]) : []));
  if (!time && !two && figure.by.length === 1 && figure.measures.length > 1) possible.push('scatter');
  if (figure.width || (!two && figure.by[0]?.type === 'number')) possible.push('histogram');
  if (possible.includes(asked as View)) return asked as View;
  if (figure.by.length === 0) return 'tile';
  if (time) return two ? 'stacked' : figure.rows.length <= 62 ? 'bar' : 'area';
  return two ? 'heat' : figure.width ? 'histogram' : 'ranking';
}

export function drawingOf(figure: Figure, view: View, context: Context): Drawing | null {
  const measure = figure.measures[context.measure] ?? figure.measures[0];
  if (!measure || figure.rows.length === 0 || view === 'table' || view === 'pivot' || view === 'tile') return null;
  if (view === 'heat') return heatOf(figure, measure, context);
  if (view === 'scatter') return scatterOf(figure);
  if (view === 'histogram') return histogramOf(figure, measure, context);
  if (view === 'change') return changeOf(figure, measure, context);
  if (timeAt(figure) >= 0) return timeOf(figure, measure, view, context);
  return figure.by.length > 1 ? partsOf(figure, measure, context) : rankingOf(figure, measure, context);
}

function timeOf(figure: Figure, measure: Measure, view: View, context: Context): Drawing {
  const course = courseOf(figure, context.measure);
  const other = figure.by.length > 1 ? figure.by[1 - timeAt(figure)]! : null;
  const kept = course.series.slice(0, 12);
  const names = kept.map((one) => (other && one.member ? memberText(other, one.member) : course.before && context.now ? context.now : titleOf(measure)));
  const inks: Ink[] = kept.map((one) => (other && one.member ? seriesInk(other.name, one.member.value) : 'bar'));
  const beforeName = context.compare && context.compare.kind !== 'none' ? periodName(context.compare.from, context.compare.to) : t('before');
  const lines = (index: number) => [
    bucketText(course.starts[index]!, course.grain, i18n.locale) + (course.partial[index] ? ` (${t('partialBucket')})` : ''),
    ...kept.map((one, s) => `${other ? names[s] : titleOf(measure)}: ${full(measure, one.texts[index] ?? (measure.additive ? '0' : null))}`),
    ...(course.before ? beforeLines(measure, course.before.texts[index] ?? null, kept[0]?.texts[index] ?? null, beforeName) : []),
  ];
  const kind = view === 'bar' || view === 'line' || view === 'stacked' || view === 'area' ? view : 'bar';
  return {
    draw: (width) =>
      timeline(
        {
          grain: course.grain,
          starts: course.starts,
          locale: i18n.locale,
          kind,
          series: kept.map((one, s) => ({ name: names[s]!, ink: inks[s]!, values: one.values })),
          before: course.before ? { name: beforeName, ink: 'soft', values: course.before.values } : null,
          partial: course.partial,
          short: (value) => short(measure, value),
          lines,
        },
        width,
        width < 520 ? 240 : 300,
      ),
    legend: [
      ...(kept.length > 1 || course.before ? names.map((name, s) => ({ name, ink: inks[s]! })) : []),
      ...(course.before ? [{ name: beforeName, ink: 'soft' as Ink }] : []),
    ],
    choice: (index) => ({ from: course.starts[index]!, to: bucketEnd(course.starts[index]!, course.grain) }),
    period: (first, last) => ({ from: course.starts[first]!, to: bucketEnd(course.starts[last]!, course.grain) }),
    hatched: course.partial.some(Boolean),
  };
}

function beforeLines(measure: Measure, before: string | null, now: string | null, name: string): string[] {
  if (before === null) return [];
  const change = changeShare(now, before);
  return [`${name}: ${full(measure, before)}${change === null ? '' : ` (${percent(change)})`}`];
}

const share = (value: number, total: number | null) =>
  total && total > 0 && value >= 0 ? number(value / total, { style: 'percent', maximumFractionDigits: value / total < 0.1 ? 1 : 0 }) : '';

function rankingOf(figure: Figure, measure: Measure, context: Context): Drawing {
  const dimension = figure.by[0]!;
  const at = columnsOf(figure, 'measure')[context.measure]!;
  const beforeAt = columnsOf(figure, 'before')[context.measure];
  const rows = figure.rows.filter((row) => membersOf(figure, row)[0]!.value !== null);
  const total = measure.additive ? numberOf(figure.total?.[context.measure]) : null;
  const states = rows.map((row) => context.chosen(dimension.name, membersOf(figure, row)[0]!.value!));
  const some = states.includes('chosen');
  const ranks: Rank[] = rows.map((row, i) => {
    const value = numberOf(row[at]) ?? 0;
    const before = beforeAt === undefined ? null : (row[beforeAt] ?? null);
    const change = changeShare(row[at], before);
    const name = memberText(dimension, membersOf(figure, row)[0]!);
    const part = share(value, total);
    return {
      name: states[i] === 'except' ? `≠ ${name}` : name,
      value,
      text: short(measure, value),
      share: part,
      change: change === null ? '' : percent(change),
      tone: change === null || change === 0 || !measure.additive ? 'soft' : change > 0 ? 'good' : 'bad',
      before: numberOf(before),
      chosen: states[i] === 'chosen',
      faded: (some && states[i] !== 'chosen') || states[i] === 'except',
      lines: [
        name,
        `${titleOf(measure)}: ${full(measure, row[at])}${part ? ` (${part})` : ''}`,
        ...beforeLines(measure, before, row[at] ?? null, context.compare ? periodName(context.compare.from, context.compare.to) : t('before')),
        ...figure.measures.flatMap((other, m) => (m === context.measure ? [] : [`${titleOf(other)}: ${full(other, row[columnsOf(figure, 'measure')[m]!])}`])),
      ],
    };
  });
  return {
    draw: (width) => ranking(ranks, width),
    legend: [],
    choice: (index) => chosenMember(figure, rows[index]!),
  };
}

function chosenMember(figure: Figure, row: (string | null)[]): Choice {
  const value = membersOf(figure, row)[0]?.value ?? null;
  return value === null ? null : { dimension: figure.by[0]!.name, value };
}

function changeOf(figure: Figure, measure: Measure, context: Context): Drawing {
  const dimension = figure.by[0]!;
  const [now, before, change] = [columnsOf(figure, 'measure')[0]!, columnsOf(figure, 'before')[0]!, columnsOf(figure, 'change')[0]!];
  const rows = figure.rows.slice(0, 10);
  const ranks: Rank[] = rows.map((row) => {
    const value = numberOf(row[change]) ?? 0;
    const part = changeShare(row[now], row[before]);
    const name = memberText(dimension, membersOf(figure, row)[0]!);
    return {
      name,
      value,
      text: signedShort(measure, value),
      change: part === null ? '' : percent(part),
      ink: value < 0 ? 'bad' : 'good',
      lines: [name, `${t('change')}: ${value > 0 ? '+' : ''}${full(measure, row[change])}`, `${titleOf(measure)}: ${full(measure, row[now])}`, ...beforeLines(measure, row[before] ?? null, row[now] ?? null, context.compare ? periodName(context.compare.from, context.compare.to) : t('before'))],
    };
  });
  return { draw: (width) => ranking(ranks, width), legend: [], choice: (index) => chosenMember(figure, rows[index]!) };
}

function partsOf(figure: Figure, measure: Measure, context: Context): Drawing {
  const [first, second] = [figure.by[0]!, figure.by[1]!];
  const grid = gridOf(figure, context.measure);
  const sums = rowSums(grid);
  const inks = grid.columns.map((member) => seriesInk(second.name, member.value));
  const columns = grid.columns.map((member) => memberText(second, member));
  const order = grid.rows.map((_, r) => r).filter((r) => grid.rows[r]!.value !== null);
  const ranks: Rank[] = order.map((r) => ({
    name: memberText(first, grid.rows[r]!),
    value: sums[r]!,
    text: measure.additive ? short(measure, sums[r]!) : '',
    parts: grid.texts[r]!.map((text, c) => ({ value: numberOf(text) ?? 0, ink: inks[c]! })),
    lines: [memberText(first, grid.rows[r]!), ...grid.texts[r]!.flatMap((text, c) => (text === null ? [] : [`${columns[c]}: ${full(measure, text)}`])).slice(0, 12)],
  }));
  return {
    draw: (width) => ranking(ranks, width),
    legend: columns.slice(0, 16).map((name, c) => ({ name, ink: inks[c]! })),
    choice: (index) => {
      const value = grid.rows[order[index]!]!.value;
      return value === null ? null : { dimension: first.name, value };
    },
  };
}

function heatOf(figure: Figure, measure: Measure, context: Context): Drawing {
  const grid = gridOf(figure, context.measure);
  const nameOf = (by: number, member: { value: string | null; label: string | null }) => {
    const dimension = figure.by[by]!;
    return dimension.kind === 'time' && member.value ? bucketText(member.value.slice(0, 10), figure.grain ?? 'day', i18n.locale) : memberText(dimension, member);
  };
  const rows = grid.rows.map((member) => nameOf(0, member));
  const columns = grid.columns.map((member) => nameOf(1, member));
  return {
    draw: (width) =>
      heatmap(
        {
          rows,
          columns,
          values: grid.texts.map((row) => row.map(numberOf)),
          short: (value) => short(measure, value),
          lines: (r, c) => [`${rows[r]} · ${columns[c]}`, `${titleOf(measure)}: ${full(measure, grid.texts[r]![c])}`],
        },
        width,
      ),
    legend: [],
    choice: (index) => {
      const value = grid.rows[Math.floor(index / grid.columns.length)]!.value;
      return value === null || figure.by[0]!.kind === 'time' ? null : { dimension: figure.by[0]!.name, value };
    },
  };
}

function scatterOf(figure: Figure): Drawing {
  const [a, b] = [figure.measures[0]!, figure.measures[1]!];
  const [x, y] = columnsOf(figure, 'measure');
  const rows = figure.rows.filter((row) => row[x!] !== null && row[y!] !== null).slice(0, 2000);
  const points = rows.map((row) => ({
    x: Number(row[x!]),
    y: Number(row[y!]),
    lines: [memberText(figure.by[0]!, membersOf(figure, row)[0]!), `${titleOf(a)}: ${full(a, row[x!])}`, `${titleOf(b)}: ${full(b, row[y!])}`],
  }));
  return {
    draw: (width) => scatter(points, { title: titleOf(a), short: (v) => short(a, v) }, { title: titleOf(b), short: (v) => short(b, v) }, width, 380),
    legend: [],
    choice: (index) => chosenMember(figure, rows[index]!),
  };
}

function histogramOf(figure: Figure, measure: Measure, context: Context): Drawing {
  const dimension = figure.by[0]!;
  const at = columnsOf(figure, 'measure')[context.measure]!;
  const rows = figure.rows.filter((row) => membersOf(figure, row)[0]!.value !== null);
  const values = rows.map((row) => Number(membersOf(figure, row)[0]!.value));
  const weights = rows.map((row) => numberOf(row[at]) ?? 0);
  const width = numberOf(figure.width);
  const found = width ? ranges(values, weights, width) : bins(values, weights);
  const plain = (value: number) => number(value, { maximumFractionDigits: 6 });
  const text = (value: number) => (Math.abs(value) < 10_000 ? plain(value) : number(value, { notation: 'compact', maximumFractionDigits: 2 }));
  return {
    draw: (room) =>
      histogram(found, { title: titleOf(dimension), short: text }, { title: titleOf(measure), short: (v) => short(measure, v) }, room, 320, (bin) => [
        `${plain(bin.from)} – ${plain(bin.to)}`,
        `${titleOf(measure)}: ${measure.format === 'number' ? count(bin.count) : full(measure, String(bin.count))}`,
      ]),
    legend: [],
    choice: () => null,
  };
}

const kMostRanges = 400;

/// The server's ranges, with those that are empty.
function ranges(values: number[], weights: number[], width: number) {
  const first = Math.min(...values);
  const wanted = Math.round((Math.max(...values) - first) / width) + 1;
  if (!(wanted <= kMostRanges)) return bins(values, weights);
  const found = Array.from({ length: wanted }, (_, i) => ({ from: first + i * width, to: first + (i + 1) * width, count: 0 }));
  values.forEach((value, i) => (found[Math.round((value - first) / width)]!.count += weights[i]!));
  return found;
}
