// From a figure of the API to a drawing: which chart, with which words and colours.
import { bucketEnd } from '../charts/dates';
import { seriesInk } from '../charts/colours';
import type { Ink } from '../charts/scene';
import { timeline } from '../charts/timeline';
import { exactSum } from '../lib/exact';
import { numberOf, type Figure, type Measure } from '../lib/figures';
import { i18n, t } from '../lib/i18n.svelte';
import { bucketText } from '../lib/periods';
import { full, memberText, short, titleOf } from '../lib/values.svelte';
import { beforeLines, beforeName, type Context, type Drawing } from './drawing';
import { changeOf, partsOf, rankingOf } from './rankings';
import { courseOf, timeAt, type Course } from './shapes';
import { heatOf, histogramOf, scatterOf } from './spreads';

export type View =
  | 'tile'
  | 'bar'
  | 'line'
  | 'area'
  | 'stacked'
  | 'heat'
  | 'histogram'
  | 'scatter'
  | 'pivot'
  | 'table'
  | 'ranking'
  | 'change';

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

/// More lines than this can't be told apart.
const kMostSeries = 12;

/// Those beyond the first are one series, so that the stacks are as high as their sums.
function withRest(
  series: Course['series'],
): (Course['series'][number] | (Course['series'][number] & { rest: true }))[] {
  if (series.length <= kMostSeries) return series;
  const others = series.slice(kMostSeries - 1);
  const texts = series[0]!.texts.map((_, i) => exactSum(others.map((one) => one.texts[i] ?? null)));
  const values = texts.map((text) => numberOf(text) ?? 0);
  return [...series.slice(0, kMostSeries - 1), { member: null, values, texts, rest: true }];
}

function timeOf(figure: Figure, measure: Measure, view: View, context: Context): Drawing {
  const course = courseOf(figure, context.measure);
  const other = figure.by.length > 1 ? figure.by[1 - timeAt(figure)]! : null;
  const kept = view === 'stacked' ? withRest(course.series) : course.series.slice(0, kMostSeries);
  const names = kept.map((one) => {
    if ('rest' in one) return t('rest');
    if (other && one.member) return memberText(other, one.member);
    return course.before && context.now ? context.now : titleOf(measure);
  });
  const inks: Ink[] = kept.map((one) => {
    if ('rest' in one) return 'grey';
    return other && one.member ? seriesInk(other.name, one.member.value) : 'bar';
  });
  const than = beforeName(context);
  const total = (index: number) => exactSum(course.series.map((one) => one.texts[index] ?? null));
  const lines = (index: number) => [
    bucketText(course.starts[index]!, course.grain, i18n.locale) +
      (course.partial[index] ? ` (${t('partialBucket')})` : ''),
    ...kept.map(
      (one, s) =>
        `${other ? names[s] : titleOf(measure)}: ${full(measure, one.texts[index] ?? (measure.additive ? '0' : null))}`,
    ),
    ...(course.before ? beforeLines(measure, course.before.texts[index] ?? null, total(index), than) : []),
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
          before: course.before ? { name: than, ink: 'soft', values: course.before.values } : null,
          partial: course.partial,
          short: (value) => short(measure, value),
          lines,
        },
        width,
        width < 520 ? 240 : 300,
      ),
    legend: [
      ...(kept.length > 1 || course.before ? names.map((name, s) => ({ name, ink: inks[s]! })) : []),
      ...(course.before ? [{ name: than, ink: 'soft' as Ink }] : []),
    ],
    choice: (index) => ({ from: course.starts[index]!, to: bucketEnd(course.starts[index]!, course.grain) }),
    period: (first, last) => ({ from: course.starts[first]!, to: bucketEnd(course.starts[last]!, course.grain) }),
    hatched: course.partial.some(Boolean),
    cut:
      kept.length < course.series.length && view !== 'stacked'
        ? { shown: kept.length, of: course.series.length }
        : undefined,
  };
}
