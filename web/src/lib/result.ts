// A chart of any result: a column of days, names or numbers, and one of figures.
import type { Figure, FigureColumn, Measure } from './figures';
import { isQuantity } from './quantity';

/// A whole number that is a place in time or in an order, not a key.
const isPosition = (name: string) =>
  /(^|_)(year|ano|quarter|trimestre|month|mes|mês|week|semana|day|dia|weekday|hour|hora|age|idade)$/i.test(name);

interface Result {
  columns: { name: string; kind: string }[];
  rows: (string | null)[][];
}

const kFigures = ['decimal', 'floating', 'integer'];

const isFigure = (column: { name: string; kind: string }) =>
  column.kind === 'decimal' || column.kind === 'floating' || (column.kind === 'integer' && isQuantity(column.name));

/// The first column of days or names, and the columns of figures; null if there is nothing to draw.
export function figureOfResult(title: string, result: Result): Figure | null {
  if (result.rows.length < 2 || result.rows.length > 2000) return null;
  let measures = result.columns.map((_, at) => at).filter((at) => isFigure(result.columns[at]!));
  const by = result.columns.findIndex(
    (column, at) =>
      !measures.includes(at) &&
      (['date', 'text', 'time', 'timestamp'].includes(column.kind) || (column.kind === 'integer' && isPosition(column.name))),
  );
  if (measures.length === 0)
    measures = result.columns
      .map((_, at) => at)
      .filter((at) => at !== by && kFigures.includes(result.columns[at]!.kind));
  const group = result.columns[by];
  if (!group || measures.length === 0) return null;
  const values = result.rows.map((row) => row[by] ?? null);
  // A name that comes twice is no category of its own.
  if (new Set(values).size !== values.length) return null;
  const time = group.kind === 'date' || group.kind === 'timestamp';
  if (!time && result.rows.length > 60) return null;
  const measure = (at: number): Measure => ({
    name: result.columns[at]!.name,
    title: result.columns[at]!.name,
    format: 'number',
    currency: null,
    decimals: 2,
    aggregate: 'sql',
    additive: false,
    expression: '',
  });
  const column = (at: number, role: FigureColumn['role']): FigureColumn => ({
    ...result.columns[at]!,
    role,
    of: result.columns[at]!.name,
  });
  const days = time ? values.map((value) => value?.slice(0, 10) ?? '') : [];
  const firsts = time && days.every((one) => one.endsWith('-01'));
  return {
    id: 'result',
    kind: time ? 'time' : 'ranking',
    title,
    measures: measures.map(measure),
    by: [
      {
        name: group.name,
        title: group.name,
        type: time ? 'date' : group.kind === 'time' ? 'time' : 'text',
        kind: time ? 'time' : 'code',
        labelled: false,
      },
    ],
    grain: time ? (firsts ? (days.every((one) => one.endsWith('-01-01')) ? 'year' : 'month') : 'day') : null,
    sql: '',
    columns: [column(by, 'value'), ...measures.map((at) => column(at, 'measure'))],
    rows: result.rows.map((row) => [row[by] ?? null, ...measures.map((at) => row[at] ?? null)]),
    total: null,
    missing: null,
    members: null,
    rest: null,
    partial: null,
    before: null,
    reads: [],
    failed: null,
  };
}
