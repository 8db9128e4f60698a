// What a dashboard is made of, as the API tells it: facts with measures and dimensions, pages, and figures.
export interface Titled {
  title: string;
  title_pt?: string;
}

export interface Measure extends Titled {
  name: string;
  format: 'money' | 'number' | 'percent';
  currency: string | null;
  decimals: number;
  aggregate: string;
  /// Its values may be added up; those of an average may not.
  additive: boolean;
  expression: string;
}

export interface Dimension extends Titled {
  name: string;
  type: 'text' | 'number' | 'boolean' | 'date' | 'time';
  kind: string;
  labelled: boolean;
  table?: string;
  column?: string;
  distinct?: number | null;
  /// A column of figures: for ranges and histograms, not to group by.
  measured?: boolean;
}

export interface Time extends Titled {
  name: string;
}

export interface Fact extends Titled {
  name: string;
  kind: 'table' | 'mart';
  rows: number;
  measures: Measure[];
  dimensions: Dimension[];
  times: Time[];
  origin: boolean;
}

export interface PageName extends Titled {
  name: string;
  fact: string;
  derived: boolean;
  file: string | null;
  why: string;
  problem?: string;
  hint?: string;
}

export interface Definitions {
  id: string;
  pages: PageName[];
  facts: Fact[];
}

export type Role = 'value' | 'label' | 'measure' | 'before' | 'change' | 'missing';
export type Row = (string | null)[];

export interface FigureColumn {
  name: string;
  kind: string;
  role: Role;
  of: string;
}

export interface Figure extends Titled {
  id: string;
  kind: string;
  measures: Measure[];
  by: Dimension[];
  grain: string | null;
  sql: string;
  columns: FigureColumn[];
  rows: Row[];
  total: Row | null;
  missing: { rows: number; values: Row } | null;
  members: number | null;
  rest: Row | null;
  partial: number[] | null;
  before: { sql: string; rows: Row[]; of: (string | null)[] } | null;
  width?: string;
  reads: string[];
  failed: string | null;
}

export interface Period {
  preset: string | null;
  from: string | null;
  to: string | null;
  first: string | null;
  last: string | null;
}

export interface Compared {
  kind: 'prev' | 'year' | 'none';
  from: string | null;
  to: string | null;
}

export interface Filter extends Titled {
  dimension: string;
  op: 'where' | 'not' | 'missing' | 'min' | 'max';
  values: { value: string; label: string | null }[];
}

export interface Selected {
  period: Period | null;
  compare: Compared;
  filters: Filter[];
}

export interface BoardPage extends Selected, Titled {
  page: string;
  fact: string;
  rows: number;
  grain: string | null;
  notes: { kind: string; rows: number; table?: string; parent?: string; values?: string[] }[];
  proof: {
    until: string | null;
    loaded_at: string | null;
    rows: number;
    rejected: number;
    reads: string[];
    failing_checks: { name: string; title: string; rows: number }[];
  };
  charts: Figure[];
}

export interface Explored extends Figure, Selected {
  rows_selected: number;
}

export interface FactRows {
  fact: string;
  columns: { name: string; type: string; kind: string; path: string; of: string | null }[];
  rows: Row[];
  total: number;
  offset: number;
  sql: string;
  keys: Record<string, string>[] | null;
  origin: string | null;
}

/// Where the columns of a role stand.
export const columnsOf = (figure: { columns: FigureColumn[] }, role: Role) =>
  figure.columns.flatMap((column, at) => (column.role === role ? [at] : []));

export interface Member {
  value: string | null;
  label: string | null;
}

/// The members of each dimension of `by` in a row, in the order of `by`.
export function membersOf(figure: { columns: FigureColumn[] }, row: Row): Member[] {
  const members: Member[] = [];
  figure.columns.forEach((column, at) => {
    if (column.role === 'value') members.push({ value: row[at] ?? null, label: null });
    const newest = members.at(-1);
    if (column.role === 'label' && newest) newest.label = row[at] ?? null;
  });
  return members;
}

export const numberOf = (text: string | null | undefined) =>
  text === null || text === undefined || text === '' ? null : Number(text);

/// How much more or less, as a share of before; null where that means nothing.
export function changeShare(now: string | null | undefined, before: string | null | undefined): number | null {
  const [a, b] = [numberOf(now), numberOf(before)];
  if (a === null || b === null || b === 0 || !Number.isFinite(a / b)) return null;
  return (a - b) / Math.abs(b);
}
