// Figures as grids, points and ranges.
import { heatmap } from '../charts/heatmap';
import { bins, histogram, scatter } from '../charts/scatter';
import { columnsOf, membersOf, numberOf, type Figure, type Measure } from '../lib/figures';
import { count, i18n, number } from '../lib/i18n.svelte';
import { bucketText } from '../lib/periods';
import { full, memberText, short, titleOf } from '../lib/values.svelte';
import { chosenMember, type Context, type Drawing } from './drawing';
import { gridOf, weightiest } from './shapes';

/// A grid of more columns isn't read any more.
const kMostColumns = 40;

export function heatOf(figure: Figure, measure: Measure, context: Context): Drawing {
  const whole = gridOf(figure, context.measure);
  const { grid } = weightiest(whole, kMostColumns);
  const nameOf = (by: number, member: { value: string | null; label: string | null }) => {
    const dimension = figure.by[by]!;
    return dimension.kind === 'time' && member.value
      ? bucketText(member.value.slice(0, 10), figure.grain ?? 'day', i18n.locale)
      : memberText(dimension, member);
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
    cut:
      grid.columns.length < whole.columns.length ? { shown: grid.columns.length, of: whole.columns.length } : undefined,
  };
}

const kMostPoints = 2000;

export function scatterOf(figure: Figure): Drawing {
  const [a, b] = [figure.measures[0]!, figure.measures[1]!];
  const [x, y] = columnsOf(figure, 'measure');
  const all = figure.rows.filter((row) => row[x!] !== null && row[y!] !== null);
  const rows = all.slice(0, kMostPoints);
  const points = rows.map((row) => ({
    x: Number(row[x!]),
    y: Number(row[y!]),
    lines: [
      memberText(figure.by[0]!, membersOf(figure, row)[0]!),
      `${titleOf(a)}: ${full(a, row[x!])}`,
      `${titleOf(b)}: ${full(b, row[y!])}`,
    ],
  }));
  return {
    draw: (width) =>
      scatter(
        points,
        { title: titleOf(a), short: (v) => short(a, v) },
        { title: titleOf(b), short: (v) => short(b, v) },
        width,
        380,
      ),
    legend: [],
    choice: (index) => chosenMember(figure, rows[index]!),
    cut: rows.length < all.length ? { shown: rows.length, of: all.length } : undefined,
  };
}

export function histogramOf(figure: Figure, measure: Measure, context: Context): Drawing {
  const dimension = figure.by[0]!;
  const at = columnsOf(figure, 'measure')[context.measure]!;
  const rows = figure.rows.filter((row) => membersOf(figure, row)[0]!.value !== null);
  const values = rows.map((row) => Number(membersOf(figure, row)[0]!.value));
  const weights = rows.map((row) => numberOf(row[at]) ?? 0);
  const width = numberOf(figure.width);
  const found = width ? ranges(values, weights, width) : bins(values, weights);
  const plain = (value: number) => number(value, { maximumFractionDigits: 6 });
  const text = (value: number) =>
    Math.abs(value) < 10_000 ? plain(value) : number(value, { notation: 'compact', maximumFractionDigits: 2 });
  return {
    draw: (room) =>
      histogram(
        found,
        { title: titleOf(dimension), short: text },
        { title: titleOf(measure), short: (v) => short(measure, v) },
        room,
        320,
        (bin) => [
          `${plain(bin.from)} – ${plain(bin.to)}`,
          `${titleOf(measure)}: ${measure.format === 'number' ? count(bin.count) : full(measure, String(bin.count))}`,
        ],
      ),
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
  const found = Array.from({ length: wanted }, (_, i) => ({
    from: first + i * width,
    to: first + (i + 1) * width,
    count: 0,
  }));
  values.forEach((value, i) => (found[Math.round((value - first) / width)]!.count += weights[i]!));
  return found;
}
