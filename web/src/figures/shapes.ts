// The rows of a figure in the shape that a chart needs. Pure: no language, no colours.
import { allBuckets, type Grain } from '../charts/dates';
import { exactSum } from '../lib/exact';
import { columnsOf, membersOf, numberOf, type Figure, type Member, type Row } from '../lib/figures';

export const timeAt = (figure: Figure) => figure.by.findIndex((one) => one.kind === 'time');

export interface Course {
  starts: string[];
  grain: Grain;
  series: { member: Member | null; values: (number | null)[]; texts: (string | null)[] }[];
  before: { values: (number | null)[]; texts: (string | null)[] } | null;
  partial: boolean[];
}

const keyOf = (member: Member) => (member.value === null ? '\u0000' : member.value);

/// A measure over time, by member of the other dimension if there is one; buckets without rows are filled in. A sum is
/// nothing there, an average isn't known.
export function courseOf(figure: Figure, measure: number): Course {
  const time = timeAt(figure);
  const other = figure.by.length > 1 ? 1 - time : -1;
  const column = columnsOf(figure, 'measure')[measure] ?? figure.columns.length - 1;
  const grain = (figure.grain ?? 'day') as Grain;
  const startOf = (row: Row) => membersOf(figure, row)[time]?.value?.slice(0, 10) ?? null;
  const dated = figure.rows.filter((row) => startOf(row) !== null);
  const beside = figure.before?.of ?? [];
  const seen = [
    ...new Set([
      ...dated.map((row) => startOf(row)!),
      ...beside.filter((one) => one !== null).map((one) => one.slice(0, 10)),
    ]),
  ].sort();
  const starts = allBuckets(seen, grain);
  // What isn't the start of a bucket that is counted on from the first (a week that begins on another day) stays.
  const counted = new Set(starts);
  starts.push(...seen.filter((start) => !counted.has(start)));
  starts.sort();
  const at = new Map(starts.map((start, i) => [start, i]));
  const empty = figure.measures[measure]?.additive ? 0 : null;
  const texts = () => starts.map((): string | null => null);

  const found = new Map<string, { member: Member | null; texts: (string | null)[] }>();
  for (const row of dated) {
    const member = other < 0 ? null : membersOf(figure, row)[other]!;
    const key = member ? keyOf(member) : '';
    let one = found.get(key);
    if (!one) found.set(key, (one = { member, texts: texts() }));
    one.texts[at.get(startOf(row)!)!] = row[column] ?? null;
  }
  const numbers = (list: (string | null)[]) => list.map((text) => (text === null ? empty : numberOf(text)));
  const series = [...found.values()].map((one) => ({ ...one, values: numbers(one.texts) }));

  return {
    starts,
    grain,
    series,
    before: beforeOf(figure, column, at, other < 0 ? 'one' : empty === 0 ? 'sum' : 'none'),
    partial: partialStarts(figure, starts, startOf),
  };
}

/// The period before, bucket by bucket; of several members their sum, where there is one.
function beforeOf(
  figure: Figure,
  column: number,
  at: Map<string, number>,
  how: 'one' | 'sum' | 'none',
): Course['before'] {
  const { before } = figure;
  if (!before || before.rows.length === 0 || how === 'none') return null;
  const found: (string | null)[][] = Array.from({ length: at.size }, () => []);
  before.rows.forEach((row, i) => {
    const place = at.get(before.of[i]?.slice(0, 10) ?? '');
    if (place !== undefined) found[place]!.push(row[column] ?? null);
  });
  const texts = found.map((list) => (how === 'one' ? (list[0] ?? null) : exactSum(list)));
  return { texts, values: texts.map(numberOf) };
}

function partialStarts(figure: Figure, starts: string[], startOf: (row: Row) => string | null): boolean[] {
  const cut = new Set((figure.partial ?? []).map((i) => (figure.rows[i] ? startOf(figure.rows[i]) : null)));
  return starts.map((start) => cut.has(start));
}

export interface Grid {
  rows: Member[];
  columns: Member[];
  texts: (string | null)[][];
}

/// Two dimensions as rows and columns, in the order in which they come; columns of numbers and times in theirs.
export function gridOf(figure: Figure, measure: number): Grid {
  const column = columnsOf(figure, 'measure')[measure] ?? figure.columns.length - 1;
  const rows = new Map<string, Member>();
  const columns = new Map<string, Member>();
  const cells = new Map<string, string | null>();
  for (const row of figure.rows) {
    const [a, b] = membersOf(figure, row);
    if (!a || !b) continue;
    rows.set(keyOf(a), a);
    columns.set(keyOf(b), b);
    cells.set(`${keyOf(a)}\u0001${keyOf(b)}`, row[column] ?? null);
  }
  const second = figure.by[1];
  const list = [...columns.values()];
  if (second && (second.kind === 'time' || second.type === 'number' || second.type === 'date')) {
    const number = second.type === 'number';
    list.sort((a, b) =>
      a.value === null
        ? 1
        : b.value === null
          ? -1
          : number
            ? Number(a.value) - Number(b.value)
            : a.value < b.value
              ? -1
              : 1,
    );
  }
  return {
    rows: [...rows.values()],
    columns: list,
    texts: [...rows.keys()].map((a) => list.map((b) => cells.get(`${a}\u0001${keyOf(b)}`) ?? null)),
  };
}

/// What a grid has by row, added up; for bars of parts.
export const rowSums = (grid: Grid) =>
  grid.texts.map((row) => row.reduce((sum, text) => sum + (numberOf(text) ?? 0), 0));

/// The columns that weigh most, in the order in which they stood, and those that were left out, added up by row.
export function weightiest(grid: Grid, most: number): { grid: Grid; rest: number[] | null } {
  if (grid.columns.length <= most) return { grid, rest: null };
  const weight = grid.columns.map((_, c) => grid.texts.reduce((sum, row) => sum + Math.abs(numberOf(row[c]) ?? 0), 0));
  const order = weight.map((_, c) => c).sort((a, b) => weight[b]! - weight[a]!);
  const kept = order.slice(0, most).sort((a, b) => a - b);
  const left = order.slice(most);
  return {
    grid: {
      rows: grid.rows,
      columns: kept.map((c) => grid.columns[c]!),
      texts: grid.texts.map((row) => kept.map((c) => row[c]!)),
    },
    rest: grid.texts.map((row) => left.reduce((sum, c) => sum + (numberOf(row[c]) ?? 0), 0)),
  };
}
