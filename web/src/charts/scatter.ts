// Points of two measures, and how often values fall into ranges of one.
import { widest, textWidth } from './measure';
import { linear, ticks } from './scale';
import type { Mark, Scene, Spot } from './scene';

export interface Point {
  x: number;
  y: number;
  lines: string[];
}

interface Axis {
  title: string;
  short: (value: number) => string;
}

const kTop = 24;
const kBottom = 40;

/// The frame of both: grid, numbers, and what the axes are.
function frame(xs: number[], ys: number[], x: Axis, y: Axis, width: number, height: number, marks: Mark[]) {
  const left = Math.ceil(widest(ys.map(y.short))) + 10;
  const toX = linear([xs[0]!, xs.at(-1)!], [left, width - 16]);
  const toY = linear([ys[0]!, ys.at(-1)!], [height - kBottom, kTop]);
  for (const value of ys) {
    marks.push({ kind: 'path', d: `M${left} ${toY(value)}H${width - 16}`, stroke: 'line' });
    marks.push({ kind: 'text', x: left - 6, y: toY(value) + 4, text: y.short(value), ink: 'soft', anchor: 'end' });
  }
  for (const value of xs) {
    const text = x.short(value);
    const at = Math.min(width - textWidth(text) / 2 - 1, toX(value));
    marks.push({ kind: 'text', x: at, y: height - kBottom + 17, text, ink: 'soft', anchor: 'middle' });
  }
  marks.push({ kind: 'text', x: 2, y: 12, text: y.title, ink: 'soft' });
  marks.push({ kind: 'text', x: width - 4, y: height - 6, text: x.title, ink: 'soft', anchor: 'end' });
  return { toX, toY };
}

export function scatter(points: Point[], x: Axis, y: Axis, width: number, height: number): Scene {
  const range = (values: number[]) => [Math.min(...values), Math.max(...values)] as const;
  const [x0, x1] = points.length ? range(points.map((point) => point.x)) : [0, 1];
  const [y0, y1] = points.length ? range(points.map((point) => point.y)) : [0, 1];
  const marks: Mark[] = [];
  // Far from zero, zero would only squeeze the points.
  const xs = ticks(x0, x1, Math.max(2, width / 140), x0 > 0 && x0 > (x1 - x0) / 2);
  const ys = ticks(y0, y1, 5, y0 > 0 && y0 > (y1 - y0) / 2);
  const { toX, toY } = frame(xs, ys, x, y, width, height, marks);
  const spots: Spot[] = points.map((point, index) => {
    marks.push({ kind: 'circle', x: toX(point.x), y: toY(point.y), r: 4, fill: 'bar', opacity: 0.6 });
    return { x: toX(point.x) - 6, y: toY(point.y) - 6, w: 12, h: 12, index, lines: point.lines };
  });
  return { width, height, marks, spots };
}

export interface Bin {
  from: number;
  to: number;
  count: number;
}

/// Ranges of round width that hold `values`, each so often as `weights` says.
export function bins(values: number[], weights: number[], wanted = 24): Bin[] {
  if (values.length === 0) return [];
  const edges = ticks(Math.min(...values), Math.max(...values), wanted, true);
  if (edges.length < 2) edges.push(edges[0]! + 1);
  const step = edges[1]! - edges[0]!;
  const found: Bin[] = edges.slice(0, -1).map((from, i) => ({ from, to: edges[i + 1]!, count: 0 }));
  values.forEach((value, i) => {
    const at = Math.min(found.length - 1, Math.max(0, Math.floor((value - edges[0]!) / step + 1e-9)));
    found[at]!.count += weights[i] ?? 1;
  });
  return found;
}

export function histogram(
  data: Bin[],
  x: Axis,
  y: Axis,
  width: number,
  height: number,
  lines: (bin: Bin) => string[],
): Scene {
  const marks: Mark[] = [];
  const first = data[0]?.from ?? 0;
  const last = data.at(-1)?.to ?? 1;
  const xs = ticks(first, last, Math.max(2, width / 140), true);
  const ys = ticks(0, Math.max(1, ...data.map((bin) => bin.count)), 4);
  const { toX, toY } = frame(xs, ys, x, y, width, height, marks);
  const spots = data.map((bin, index) => {
    const [a, b] = [toX(bin.from), toX(bin.to)];
    marks.push({
      kind: 'rect',
      x: a + 0.5,
      y: toY(bin.count),
      w: Math.max(1, b - a - 1),
      h: toY(0) - toY(bin.count),
      fill: 'bar',
      r: 1,
    });
    return { x: a, y: kTop, w: b - a, h: height - kBottom - kTop, index, lines: lines(bin) };
  });
  return { width, height, marks, spots };
}
