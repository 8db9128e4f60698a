// Two dimensions as a grid: the more, the darker.
import { fitted, widest } from './measure';
import { kText, type Mark, type Scene, type Spot } from './scene';

export interface Heat {
  rows: string[];
  columns: string[];
  /// By row, then column; null where there is nothing.
  values: (number | null)[][];
  short: (value: number) => string;
  lines: (row: number, column: number) => string[];
}

const kRow = 26;
const kHead = 22;
const kLeast = 20; // px of a column

export function heatmap(data: Heat, width: number): Scene {
  const names = Math.min(Math.ceil(widest(data.rows)) + 12, width * 0.3);
  const cell = Math.max(kLeast, (width - names - 2) / Math.max(1, data.columns.length));
  const all = data.values.flat().filter((value): value is number => value !== null);
  const most = Math.max(0, ...all.map(Math.abs)) || 1;
  const marks: Mark[] = [];
  const spots: Spot[] = [];
  const every = Math.ceil((widest(data.columns.map((name) => name.slice(0, 12))) + 8) / cell);
  data.columns.forEach((name, c) => {
    if (c % every !== 0) return;
    marks.push({
      kind: 'text',
      x: names + cell * (c + (every > 1 ? 0 : 0.5)),
      y: 14,
      text: fitted(name, cell * every - 4),
      ink: 'soft',
      anchor: every > 1 ? 'start' : 'middle',
    });
  });
  const texts = data.values.map((row) => row.map((value) => (value === null ? '' : data.short(value))));
  const fits = widest(texts.flat()) + 8 <= cell;
  data.rows.forEach((name, r) => {
    const y = kHead + r * kRow;
    marks.push({ kind: 'text', x: 4, y: y + kRow / 2 + 4, text: fitted(name, names - 10) });
    data.columns.forEach((_, c) => {
      const value = data.values[r]?.[c] ?? null;
      const x = names + cell * c;
      const strength = value === null ? 0 : 0.08 + 0.92 * (Math.abs(value) / most);
      if (value !== null) {
        marks.push({
          kind: 'rect',
          x: x + 1,
          y: y + 1,
          w: cell - 2,
          h: kRow - 2,
          fill: value < 0 ? 'bad' : 'bar',
          r: 2,
          opacity: strength,
        });
        if (fits)
          marks.push({
            kind: 'text',
            x: x + cell / 2,
            y: y + kRow / 2 + 4,
            text: texts[r]![c]!,
            ink: strength > 0.75 ? 'card' : 'ink',
            anchor: 'middle',
            size: kText - 1,
          });
      }
      spots.push({ x, y, w: cell, h: kRow, index: r * data.columns.length + c, lines: data.lines(r, c) });
    });
  });
  return {
    width: Math.max(width, names + cell * data.columns.length),
    height: kHead + data.rows.length * kRow + 2,
    marks,
    spots,
  };
}
