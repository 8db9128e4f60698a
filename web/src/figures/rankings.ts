// Figures as horizontal bars: the greatest, what changed most, bars of parts.
import { seriesInk } from '../charts/colours';
import { ranking, type Rank } from '../charts/ranking';
import type { Ink } from '../charts/scene';
import { changeShare, columnsOf, membersOf, numberOf, type Figure, type Measure } from '../lib/figures';
import { number, percent, t } from '../lib/i18n.svelte';
import { full, memberText, short, signedShort, titleOf } from '../lib/values.svelte';
import { beforeLines, beforeName, chosenMember, type Context, type Drawing } from './drawing';
import { gridOf, rowSums, weightiest } from './shapes';

/// What a page can hold; the table and the files have all.
const kMostBars = 500;

const share = (value: number, total: number | null) =>
  total && total > 0 && value >= 0
    ? number(value / total, { style: 'percent', maximumFractionDigits: value / total < 0.1 ? 1 : 0 })
    : '';

export function rankingOf(figure: Figure, measure: Measure, context: Context): Drawing {
  const dimension = figure.by[0]!;
  const at = columnsOf(figure, 'measure')[context.measure]!;
  const beforeAt = columnsOf(figure, 'before')[context.measure];
  const all = figure.rows.filter((row) => membersOf(figure, row)[0]!.value !== null);
  const rows = all.slice(0, kMostBars);
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
        ...beforeLines(measure, before, row[at] ?? null, beforeName(context)),
        ...figure.measures.flatMap((other, m) =>
          m === context.measure ? [] : [`${titleOf(other)}: ${full(other, row[columnsOf(figure, 'measure')[m]!])}`],
        ),
      ],
    };
  });
  return {
    draw: (width) => ranking(ranks, width),
    legend: [],
    choice: (index) => chosenMember(figure, rows[index]!),
    cut: rows.length < all.length ? { shown: rows.length, of: all.length } : undefined,
  };
}

export function changeOf(figure: Figure, measure: Measure, context: Context): Drawing {
  const dimension = figure.by[0]!;
  const [now, before, change] = [
    columnsOf(figure, 'measure')[0]!,
    columnsOf(figure, 'before')[0]!,
    columnsOf(figure, 'change')[0]!,
  ];
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
      lines: [
        name,
        `${t('change')}: ${value > 0 ? '+' : ''}${full(measure, row[change])}`,
        `${titleOf(measure)}: ${full(measure, row[now])}`,
        ...beforeLines(measure, row[before] ?? null, row[now] ?? null, beforeName(context)),
      ],
    };
  });
  return { draw: (width) => ranking(ranks, width), legend: [], choice: (index) => chosenMember(figure, rows[index]!) };
}

/// More parts than this can't be told apart.
const kMostParts = 10;

export function partsOf(figure: Figure, measure: Measure, context: Context): Drawing {
  const [first, second] = [figure.by[0]!, figure.by[1]!];
  const whole = gridOf(figure, context.measure);
  const sums = rowSums(whole);
  const { grid, rest } = weightiest(whole, kMostParts);
  const inks = grid.columns.map((member) => seriesInk(second.name, member.value));
  const columns = grid.columns.map((member) => memberText(second, member));
  const order = grid.rows.map((_, r) => r).filter((r) => grid.rows[r]!.value !== null);
  // The rows come by their parts; what is seen first is the whole.
  if (!context.sorted) order.sort((a, b) => sums[b]! - sums[a]!);
  const shown = order.slice(0, kMostBars);
  const ranks: Rank[] = shown.map((r) => ({
    name: memberText(first, grid.rows[r]!),
    value: sums[r]!,
    text: measure.additive ? short(measure, sums[r]!) : '',
    parts: [
      ...grid.texts[r]!.map((text, c) => ({ value: numberOf(text) ?? 0, ink: inks[c]! })),
      ...(rest ? [{ value: rest[r]!, ink: 'grey' as Ink }] : []),
    ],
    lines: [
      memberText(first, grid.rows[r]!),
      ...grid.texts[r]!.flatMap((text, c) => (text === null ? [] : [`${columns[c]}: ${full(measure, text)}`])),
      ...(rest && rest[r] !== 0 ? [`${t('rest')}: ${short(measure, rest[r]!)}`] : []),
    ],
  }));
  return {
    draw: (width) => ranking(ranks, width),
    legend: [
      ...columns.map((name, c) => ({ name, ink: inks[c]! })),
      ...(rest ? [{ name: t('rest'), ink: 'grey' as Ink }] : []),
    ],
    choice: (index) => {
      const value = grid.rows[shown[index]!]!.value;
      return value === null ? null : { dimension: first.name, value };
    },
    cut: shown.length < order.length ? { shown: shown.length, of: order.length } : undefined,
  };
}
