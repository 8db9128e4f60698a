// The greatest first, as horizontal bars: name, bar, value, share and change. Values are never cut; a name that is too
// long has an ellipsis and its whole in the tooltip.
import { fitted, widest } from './measure';
import { linear } from './scale';
import { kText, type Ink, type Mark, type Scene } from './scene';

export interface Rank {
  name: string;
  value: number;
  text: string;
  share?: string;
  change?: string;
  tone?: Ink;
  /// The value of the period that it is compared with, as a thin mark.
  before?: number | null;
  ink?: Ink;
  /// Parts of the bar, for stacked ones.
  parts?: { value: number; ink: Ink }[];
  faded?: boolean;
  chosen?: boolean;
  lines: string[];
}

const kRow = 28;
const kNarrow = 440;
const kTall = 42;

export function rankingHeight(rows: number, width: number): number {
  return Math.max(1, rows) * (width < kNarrow ? kTall : kRow) + 4;
}

export function ranking(rows: Rank[], width: number): Scene {
  const narrow = width < kNarrow;
  const row = narrow ? kTall : kRow;
  const columns = [
    rows.map((one) => one.text),
    rows.map((one) => one.share ?? ''),
    rows.map((one) => one.change ?? ''),
  ];
  const widths = columns.map((texts, i) =>
    texts.some((text) => text !== '') ? Math.ceil(widest(texts, kText, i === 0)) + 12 : 0,
  );
  const figures = widths.reduce((sum, one) => sum + one, 0);
  const names = narrow
    ? 0
    : Math.min(
        Math.ceil(
          widest(
            rows.map((one) => one.name),
            kText,
            rows.some((one) => one.chosen),
          ),
        ) + 14,
        Math.max(80, (width - figures) * 0.48),
      );
  const end = width - (narrow ? 0 : figures) - 4;
  const least = Math.min(0, ...rows.map((one) => one.value));
  const most = Math.max(0, ...rows.map((one) => Math.max(one.value, one.before ?? 0)));
  const x = linear([least, most === least ? least + 1 : most], [names + 2, Math.max(names + 22, end)]);
  const marks: Mark[] = [];
  const spots = rows.map((one, index) => {
    const top = index * row + 2;
    const middle = narrow ? top + 27 : top + row / 2;
    const thick = narrow ? 12 : 16;
    const text = narrow ? top + 13 : middle + 4;
    if (one.chosen) marks.push({ kind: 'rect', x: 0, y: top, w: width, h: row - 2, fill: 'ground', r: 5 });
    marks.push({
      kind: 'text',
      x: 4,
      y: text,
      text: fitted(one.name, narrow ? width - figures - 12 : names - 8),
      bold: one.chosen,
    });
    let from = 0;
    for (const part of one.parts ?? [{ value: one.value, ink: one.ink ?? 'bar' }]) {
      const [a, b] = [x(from), x(from + part.value)];
      marks.push({
        kind: 'rect',
        x: Math.min(a, b),
        y: middle - thick / 2,
        w: Math.max(part.value === 0 ? 0 : 1, Math.abs(b - a)),
        h: thick,
        fill: part.ink,
        r: one.parts ? 0 : 2,
        opacity: one.faded ? 0.35 : undefined,
      });
      from += part.value;
    }
    if (one.before !== undefined && one.before !== null) {
      marks.push({ kind: 'rect', x: x(one.before) - 1, y: middle - thick / 2 - 2, w: 2, h: thick + 4, fill: 'soft' });
    }
    const right = width - figures;
    const figuresAt = [right + widths[0]!, right + widths[0]! + widths[1]!, width];
    const inks: Ink[] = ['ink', 'soft', one.tone ?? 'soft'];
    columns.forEach((texts, i) => {
      if (texts[index]) {
        marks.push({
          kind: 'text',
          x: figuresAt[i]! - 2,
          y: text,
          text: texts[index],
          ink: inks[i],
          anchor: 'end',
          bold: i === 0,
        });
      }
    });
    return { x: 0, y: top, w: width, h: row - 2, index, lines: one.lines, chosen: one.chosen };
  });
  return { width, height: rankingHeight(rows.length, width), marks, spots };
}
