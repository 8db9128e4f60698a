// What charts draw: nothing outside of the picture, every value where it belongs.
import { describe, expect, test } from 'vitest';
import { seriesInk } from '../../src/charts/colours';
import { heatmap } from '../../src/charts/heatmap';
import { fitted, textWidth } from '../../src/charts/measure';
import { ranking, type Rank } from '../../src/charts/ranking';
import { linear, ticks } from '../../src/charts/scale';
import { bins, histogram, scatter } from '../../src/charts/scatter';
import type { Scene } from '../../src/charts/scene';
import { toSvg } from '../../src/charts/svg';
import { timeline, type Timeline } from '../../src/charts/timeline';

function rectsOf(scene: Scene) {
  return scene.marks.flatMap((mark) => (mark.kind === 'rect' ? [mark] : []));
}

/// Texts lie in the picture: none is cut (B11).
function expectUncut(scene: Scene) {
  for (const mark of scene.marks) {
    if (mark.kind !== 'text') continue;
    const width = textWidth(mark.text, mark.size, mark.bold);
    const left = mark.anchor === 'end' ? mark.x - width : mark.anchor === 'middle' ? mark.x - width / 2 : mark.x;
    expect(left, mark.text).toBeGreaterThanOrEqual(-1);
    expect(left + width, mark.text).toBeLessThanOrEqual(scene.width + 1);
  }
}

const rank = (name: string, value: number, text = `US$ ${value} mil`): Rank => ({
  name,
  value,
  text,
  share: '12%',
  change: '+12,3%',
  lines: [name],
});

describe('ticks', () => {
  test('are round and hold all values and zero', () => {
    expect(ticks(0, 989)).toEqual([0, 250, 500, 750, 1000]);
    expect(ticks(-30, 70)).toEqual([-50, -25, 0, 25, 50, 75]);
    expect(ticks(0, 0.3)).toEqual([0, 0.1, 0.2, 0.3]);
  });
  test('nothing, one value and what is no number give an axis all the same', () => {
    for (const [a, b] of [
      [0, 0],
      [5, 5],
      [Infinity, -Infinity],
      [-3, -3],
    ] as const) {
      const steps = ticks(a, b);
      expect(steps.length).toBeGreaterThan(1);
      expect(steps.every(Number.isFinite)).toBe(true);
    }
  });
  test('a scale of no span is no division by zero', () => expect(linear([3, 3], [0, 100])(3)).toBe(0));
});

describe('ranking', () => {
  const long = [
    rank('A very long product name that never ends, in blue, size 46', 989.2, 'US$ 989,2 mil'),
    rank('B', 10),
  ];

  test.each([280, 390, 700, 1400])('cuts no label at %i px', (width) => expectUncut(ranking(long, width)));

  test('bars are as long as their values say, and end before the figures', () => {
    const bars = rectsOf(ranking([rank('A', 100), rank('B', 50)], 600));
    expect(bars[0]!.w / bars[1]!.w).toBeCloseTo(2, 1);
    expect(bars[0]!.x + bars[0]!.w).toBeLessThan(600 - 80);
  });

  test('less than nothing goes the other way', () => {
    const bars = rectsOf(ranking([rank('A', 100), rank('B', -100)], 600));
    expect(bars[1]!.x + bars[1]!.w).toBeCloseTo(bars[0]!.x);
  });

  test('every row can be reached', () => expect(ranking(long, 600).spots.map((spot) => spot.index)).toEqual([0, 1]));
});

describe('timeline', () => {
  const base: Timeline = {
    grain: 'month',
    starts: ['2013-01-01', '2013-02-01', '2013-03-01'],
    locale: 'pt-BR',
    kind: 'bar',
    series: [{ name: 'x', ink: 'bar', values: [10, 0, 30] }],
    partial: [false, false, true],
    short: (value) => `US$ ${value} mi`,
    lines: (i) => [String(i)],
  };

  test('cuts no label', () => {
    for (const width of [300, 900]) expectUncut(timeline(base, width, 300));
  });
  test('a bucket that is not whole is hatched, the others are not', () => {
    expect(rectsOf(timeline(base, 600, 300)).map((mark) => mark.hatched ?? false)).toEqual([false, true]);
  });
  test('nothing has no bar, and its place', () => {
    const scene = timeline(base, 600, 300);
    expect(rectsOf(scene)).toHaveLength(2);
    expect(scene.spots).toHaveLength(3);
  });
  test('a line is broken where nothing is known', () => {
    const scene = timeline(
      { ...base, kind: 'line', partial: [], series: [{ name: 'x', ink: 'bar', values: [1, null, 3] }] },
      600,
      300,
    );
    const line = scene.marks.find((mark) => mark.kind === 'path' && mark.stroke === 'bar');
    expect(line?.kind === 'path' && line.d.match(/M/g)).toHaveLength(2);
  });
  test('stacks end where their sum is', () => {
    const two = timeline(
      {
        ...base,
        kind: 'stacked',
        partial: [],
        series: [
          { name: 'a', ink: 's0', values: [10, 10, 10] },
          { name: 'b', ink: 's1', values: [20, 20, 20] },
        ],
      },
      600,
      300,
    );
    const bars = rectsOf(two);
    const [a, b] = [bars[0]!, bars[1]!];
    expect(b.y + b.h).toBeCloseTo(a.y, 0);
    expect(b.h / a.h).toBeCloseTo(2, 1);
  });
  test('of no bucket is empty', () =>
    expect(
      timeline({ ...base, starts: [], series: [{ name: 'x', ink: 'bar', values: [] }], partial: [] }, 400, 300).spots,
    ).toEqual([]));
});

describe('grids, points and ranges', () => {
  test('the more, the darker', () => {
    const scene = heatmap({ rows: ['a'], columns: ['x', 'y'], values: [[1, 10]], short: String, lines: () => [] }, 400);
    const [low, high] = rectsOf(scene);
    expect(low!.opacity!).toBeLessThan(high!.opacity!);
    expect(scene.spots).toHaveLength(2);
  });
  test('each value falls into one range', () => {
    const found = bins([1, 2, 2.5, 9.99, 10], [], 5);
    expect(found.reduce((sum, bin) => sum + bin.count, 0)).toBe(5);
    expect(found[0]!.from).toBeLessThanOrEqual(1);
    expect(found.at(-1)!.to).toBeGreaterThanOrEqual(10);
    expect(bins([], [])).toEqual([]);
    expect(
      bins([4, 4], [])
        .map((bin) => bin.count)
        .filter((count) => count > 0),
    ).toEqual([2]);
  });
  test('cut no label', () => {
    const axis = { title: 'Preço unitário', short: (value: number) => `US$ ${value} mil` };
    expectUncut(histogram(bins([1, 5, 9], [], 4), axis, axis, 360, 300, () => []));
    expectUncut(
      scatter(
        [
          { x: 1, y: 2, lines: [] },
          { x: 900, y: 4, lines: [] },
        ],
        axis,
        axis,
        360,
        300,
      ),
    );
  });
});

describe('colours', () => {
  test('a name keeps its colour, whatever is shown before it', () => {
    const first = ['Mountain', 'Road', 'Touring'].map((name) => seriesInk('line', name));
    expect(['Touring', 'Mountain', 'Road'].map((name) => seriesInk('line', name))).toEqual([
      first[2],
      first[0],
      first[1],
    ]);
    expect(new Set(first).size).toBe(3);
    expect(seriesInk('line', null)).toBe('grey');
  });
});

describe('texts', () => {
  test('as much as fits, with an ellipsis', () => {
    expect(fitted('short', 500)).toBe('short');
    const cut = fitted('A name that is far too long for its column', 100);
    expect(cut).toMatch(/^A name.*…$/);
    expect(textWidth(cut)).toBeLessThanOrEqual(100);
  });
});

describe('a chart as a file', () => {
  test('has title, period, filters and source, and is XML whatever names hold', () => {
    const scene = ranking([rank('<b>&"A"</b>', 1)], 400);
    const svg = toSvg(
      scene,
      { title: 'Top & more', notes: ['2013', 'UF: SP'], source: 'loja', legend: [{ name: 'a<b', ink: 's0' }] },
      () => '#000',
    );
    for (const text of ['Top &amp; more', '2013', 'UF: SP', 'loja', 'a&lt;b', '&lt;b&gt;&amp;&quot;A&quot;'])
      expect(svg).toContain(text);
    expect(svg).not.toContain('<b>');
  });
});
