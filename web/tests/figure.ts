// A figure of the API for tests, with what a test says about it.
import type { Figure, FigureColumn, Role } from '../src/lib/figures';

export const column = (role: Role, name: string = role): FigureColumn => ({ name, kind: 'text', role, of: name });

export const figure = (over: Partial<Figure>): Figure => ({
  id: 'f',
  kind: 'ranking',
  title: 'F',
  measures: [],
  by: [],
  grain: null,
  sql: '',
  columns: [],
  rows: [],
  total: null,
  missing: null,
  members: null,
  rest: null,
  partial: null,
  before: null,
  reads: [],
  failed: null,
  ...over,
});
