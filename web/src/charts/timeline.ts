// A course over time: lines, an area, bars, or series on top of one another; another period as a thin line behind it.
// Buckets that aren't whole are hatched, or dashed in a line.
import { dateLabels, type Grain } from './dates';
import { textWidth, widest } from './measure';
import { linear, ticks } from './scale';
import { type Ink, type Mark, type Scene, type Spot } from './scene';

export interface Series {
  name: string;
  ink: Ink;
  values: (number | null)[];
}

export interface Timeline {
  grain: Grain;
  starts: string[];
  locale: string;
  kind: 'line' | 'area' | 'bar' | 'stacked';
  series: Series[];
  /// The same buckets of the period that it is compared with.
  before?: Series | null;
  partial?: boolean[];
  chosen?: (index: number) => boolean;
  short: (value: number) => string;
  lines: (index: number) => string[];
}

const kTop = 12;
const kBottom = 36;

export function timeline(data: Timeline, width: number, height: number): Scene {
  const { starts, series } = data;
  const stacked = data.kind === 'stacked';
  const bars = data.kind === 'bar' || stacked;
  const heights = stacked ? stackedEnds(series, starts.length) : series.flatMap((one) => one.values);
  const numbers = [...heights, ...(data.before?.values ?? [])].filter((value): value is number => value !== null);
  const steps = ticks(Math.min(0, ...numbers), Math.max(0, ...numbers), Math.max(2, Math.round((height - 60) / 55)));
  const labels = steps.map(data.short);
  const left = Math.ceil(widest(labels)) + 10;
  const right = 8;
  const plot = Math.max(10, width - left - right);
  const slot = plot / Math.max(1, starts.length);
  const x = (index: number) => left + slot * (index + 0.5);
  const y = linear([steps[0]!, steps.at(-1)!], [height - kBottom, kTop]);
  const marks: Mark[] = [];

  steps.forEach((value, i) => {
    marks.push({
      kind: 'path',
      d: `M${left} ${px(y(value))}H${width - right}`,
      stroke: 'line',
      width: value === 0 ? 1.5 : 1,
    });
    marks.push({ kind: 'text', x: left - 6, y: y(value) + 4, text: labels[i]!, ink: 'soft', anchor: 'end' });
  });
  for (const label of dateLabels(starts, data.grain, data.locale, plot, textWidth)) {
    const half = textWidth(label.text) / 2;
    // The first and the last stay inside of the picture.
    const at = Math.min(width - half - 1, Math.max(half, x(label.index)));
    marks.push({ kind: 'text', x: at, y: height - kBottom + 17, text: label.text, ink: 'soft', anchor: 'middle' });
    if (label.year)
      marks.push({ kind: 'text', x: at, y: height - kBottom + 32, text: label.year, ink: 'ink', anchor: 'middle' });
  }

  const faded = (index: number) => (data.chosen ? !data.chosen(index) : false);
  if (bars) {
    const gap = slot > 6 ? Math.min(slot * 0.28, 14) : slot > 2.5 ? 0.8 : 0;
    const group = stacked ? 1 : Math.max(1, series.length);
    const bar = Math.min(64, (slot - gap) / group);
    starts.forEach((_, index) => {
      let up = 0;
      let down = 0;
      series.forEach((one, s) => {
        const value = one.values[index];
        if (value === null || value === undefined || value === 0) return;
        const base = stacked ? (value > 0 ? up : down) : 0;
        if (stacked && value > 0) up += value;
        if (stacked && value < 0) down += value;
        const from = y(base);
        const to = y(base + value);
        marks.push({
          kind: 'rect',
          x: x(index) - (bar * group) / 2 + (stacked ? 0 : bar * s),
          y: Math.min(from, to),
          w: bar,
          h: Math.max(0.5, Math.abs(to - from)),
          fill: one.ink,
          r: bar > 5 && !stacked ? 2 : 0,
          opacity: faded(index) ? 0.35 : undefined,
          hatched: data.partial?.[index] || undefined,
        });
      });
    });
  }
  if (data.before && bars && slot > 10) {
    // Beside bars, the other period is a level at each of them.
    data.before.values.forEach((value, index) => {
      if (value === null) return;
      const half = Math.min(slot / 2 - 1, 38);
      marks.push({
        kind: 'path',
        d: `M${px(x(index) - half)} ${px(y(value))}h${px(2 * half)}`,
        stroke: 'ink',
        width: 1.5,
      });
    });
  } else if (data.before) {
    marks.push({ kind: 'path', d: curve(data.before.values, x, y), stroke: data.before.ink, width: 1.5 });
  }
  if (!bars) {
    for (const one of series) {
      if (data.kind === 'area' && series.length === 1) {
        marks.push({ kind: 'path', d: areaUnder(one.values, x, y, y(0)), fill: one.ink, opacity: 0.13 });
      }
      const whole = one.values.map((value, i) => (data.partial?.[i] ? null : value));
      marks.push({ kind: 'path', d: curve(whole, x, y), stroke: one.ink, width: 2 });
      const dashed = partialEnds(one.values, data.partial ?? [], x, y);
      if (dashed) marks.push({ kind: 'path', d: dashed, stroke: one.ink, width: 2, dash: '3 3' });
      one.values.forEach((value, i) => {
        const alone = value !== null && (one.values[i - 1] ?? null) === null && (one.values[i + 1] ?? null) === null;
        if (alone || (value !== null && slot > 26))
          marks.push({ kind: 'circle', x: x(i), y: y(value), r: 2.5, fill: one.ink });
      });
    }
  }
  const spots: Spot[] = starts.map((_, index) => ({
    x: left + slot * index,
    y: kTop,
    w: slot,
    h: height - kBottom - kTop,
    index,
    lines: data.lines(index),
  }));
  return { width, height, marks, spots, brush: { top: kTop, bottom: height - kBottom } };
}

const px = (value: number) => Math.round(value * 10) / 10;

/// How far each stack reaches, up and down.
function stackedEnds(series: Series[], count: number): number[] {
  const ends: number[] = [];
  for (let i = 0; i < count; i++) {
    const values = series.map((one) => one.values[i] ?? 0);
    ends.push(
      values.reduce((sum, value) => sum + Math.max(0, value), 0),
      values.reduce((sum, value) => sum + Math.min(0, value), 0),
    );
  }
  return ends;
}

/// Through all values that there are; it is broken where there is none.
function curve(values: (number | null)[], x: (i: number) => number, y: (value: number) => number): string {
  let pen = 'M';
  let d = '';
  values.forEach((value, i) => {
    if (value === null) {
      pen = 'M';
      return;
    }
    d += `${pen}${px(x(i))} ${px(y(value))}`;
    pen = 'L';
  });
  return d;
}

function areaUnder(
  values: (number | null)[],
  x: (i: number) => number,
  y: (value: number) => number,
  floor: number,
): string {
  let d = '';
  let begun = -1;
  for (let i = 0; i <= values.length; i++) {
    const value = values[i] ?? null;
    if (value !== null && begun < 0) {
      begun = i;
      d += `M${px(x(i))} ${px(floor)}`;
    }
    if (value !== null) d += `L${px(x(i))} ${px(y(value))}`;
    else if (begun >= 0) {
      d += `L${px(x(i - 1))} ${px(floor)}Z`;
      begun = -1;
    }
  }
  return d;
}

/// From a whole bucket to its neighbour that isn't.
function partialEnds(
  values: (number | null)[],
  partial: boolean[],
  x: (i: number) => number,
  y: (value: number) => number,
): string {
  let d = '';
  for (let i = 1; i < values.length; i++) {
    const [a, b] = [values[i - 1] ?? null, values[i] ?? null];
    if (a === null || b === null || !(partial[i - 1] || partial[i])) continue;
    d += `M${px(x(i - 1))} ${px(y(a))}L${px(x(i))} ${px(y(b))}`;
  }
  return d;
}
