// The kind of a column's values, where only the name of its type is known.

const kKinds: [RegExp, string][] = [
  [/^(DECIMAL|NUMERIC)/, 'decimal'],
  [/^(DOUBLE|FLOAT|REAL)/, 'floating'],
  [/^(TINY|SMALL|BIG|HUGE)?INT(EGER|[0-9])?$/, 'integer'],
  [/^TIMESTAMP/, 'timestamp'],
  [/^TIME/, 'time'],
  [/^DATE/, 'date'],
];

export const kindOf = (type: string) => kKinds.find(([pattern]) => pattern.test(type.toUpperCase()))?.[1] ?? 'text';
