/// A column of a table: what it shows of a row, and what CSV has of it (not as people read it, but exact).
export interface Column<Row> {
  name: string;
  number?: boolean;
  /// Its texts may be long, so they are broken into lines; others never are.
  long?: boolean;
  /// Its cells are drawn by the table's `cell`, as those of the first column.
  drawn?: boolean;
  value: (row: Row) => unknown;
  text?: (row: Row) => string;
}
