// Completion of SQL by simple means: the word before the cursor, and the names and words that begin with it.
export interface Word {
  text: string;
  from: number;
  to: number;
}

/// The name at the cursor, with the table before its point: `itens.qt`.
export function wordAt(sql: string, cursor: number): Word | null {
  const before = sql.slice(0, cursor);
  const found = /[\p{L}_][\p{L}\p{N}_]*(\.[\p{L}\p{N}_]*)?$/u.exec(before);
  return found ? { text: found[0], from: cursor - found[0].length, to: cursor } : null;
}

const kWords = [
  'SELECT',
  'FROM',
  'WHERE',
  'GROUP BY',
  'ORDER BY',
  'LEFT JOIN',
  'JOIN',
  'ON',
  'AND',
  'OR',
  'NOT',
  'IN',
  'BETWEEN',
  'LIKE',
  'IS NULL',
  'IS NOT NULL',
  'COUNT(*)',
  'SUM(',
  'AVG(',
  'MIN(',
  'MAX(',
  'COUNT(DISTINCT ',
  'CASE WHEN',
  'CAST(',
  'DATE_TRUNC(',
  'EXTRACT(',
  'COALESCE(',
  'LIMIT',
  'DESC',
  'WITH',
  'DISTINCT',
  'HAVING',
];

export interface Names {
  name: string;
  columns: string[];
}

/// At most `most`; those of the tables that the statement reads come first. A table can go by an alias.
export function completions(sql: string, word: Word, tables: Names[], most = 8): string[] {
  const wanted = word.text.toLowerCase();
  const point = wanted.indexOf('.');
  if (point >= 0) {
    const owner = wanted.slice(0, point);
    const rest = wanted.slice(point + 1);
    const aliased = new RegExp(`([\\p{L}_][\\p{L}\\p{N}_]*)\\s+(?:as\\s+)?${owner}\\b`, 'iu')
      .exec(sql)?.[1]
      ?.toLowerCase();
    const table =
      tables.find((one) => one.name.toLowerCase() === owner) ??
      tables.find((one) => one.name.toLowerCase() === aliased);
    const prefix = word.text.slice(0, point + 1);
    return (table?.columns ?? [])
      .filter((name) => name.toLowerCase().startsWith(rest) && name.toLowerCase() !== rest)
      .slice(0, most)
      .map((name) => prefix + name);
  }
  const lower = sql.toLowerCase();
  const read = tables.filter((one) =>
    new RegExp(`\\b${one.name.toLowerCase().replace(/[^\p{L}\p{N}_]/gu, '.')}\\b`, 'u').test(lower),
  );
  const all = [
    ...read.flatMap((one) => one.columns),
    ...tables.map((one) => one.name),
    ...kWords,
    ...(read.length ? [] : tables.flatMap((one) => one.columns)),
  ];
  return [...new Set(all)]
    .filter((name) => name.toLowerCase().startsWith(wanted) && name.toLowerCase() !== wanted)
    .slice(0, most);
}

/// A name as SQL takes it.
export const quotedName = (name: string) =>
  /^[a-z_][a-z0-9_]*$/i.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
