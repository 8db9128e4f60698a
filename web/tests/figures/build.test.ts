// Which chart a figure becomes, with which words.
import { afterEach, describe, expect, test } from 'vitest';
import { sentenceOf } from '../../src/board/sentence';
import { chosenIn, figureParams, fileParams, filterText } from '../../src/figures/asked.svelte';
import { drawingOf, viewOf } from '../../src/figures/build';
import type { Context } from '../../src/figures/drawing';
import { column, figure as anyFigure } from '../figure';
import type { BoardPage, Figure, Measure } from '../../src/lib/figures';
import { i18n } from '../../src/lib/i18n.svelte';
import { full, memberText, short } from '../../src/lib/values.svelte';

const plain = (text: string) => text.replaceAll(/[\u00a0\u202f\u2009]/g, ' ');
const money: Measure = {
  name: 'total',
  title: 'Revenue',
  title_pt: 'Faturamento',
  format: 'money',
  currency: 'BRL',
  decimals: 2,
  aggregate: 'sum',
  additive: true,
  expression: '',
};
const uf = { name: 'uf', title: 'State', title_pt: 'UF', type: 'text', kind: 'place', labelled: false } as const;
const time = { name: 'day', title: 'Day', type: 'date', kind: 'time', labelled: false } as const;
const figure = (over: Partial<Figure>) =>
  anyFigure({ measures: [money], by: [uf], columns: [column('value'), column('measure')], ...over });

const context = (over: Partial<Context> = {}): Context => ({
  measure: 0,
  compare: null,
  now: '',
  chosen: () => 'none',
  ...over,
});

afterEach(() => {
  i18n.language = 'en';
});

describe('the chart of a figure', () => {
  test('is the one asked for where it can be it, else the one that suits', () => {
    expect(viewOf(figure({}), 'auto')).toBe('ranking');
    expect(viewOf(figure({}), 'line')).toBe('ranking');
    expect(viewOf(figure({ by: [time] }), 'line')).toBe('line');
    expect(viewOf(figure({ by: [time, uf] }), '')).toBe('stacked');
    expect(viewOf(figure({ by: [uf, uf] }), 'pivot')).toBe('pivot');
    expect(viewOf(figure({ by: [] }), 'heat')).toBe('tile');
    expect(viewOf(figure({}), 'scatter')).toBe('ranking');
    expect(viewOf(figure({ measures: [money, money] }), 'scatter')).toBe('scatter');
    expect(viewOf(figure({ width: '10', by: [{ ...uf, type: 'number' }] }), '')).toBe('histogram');
  });
  test('of no rows there is none', () => expect(drawingOf(figure({}), 'ranking', context())).toBeNull());
});

describe('a ranking', () => {
  const rows = [
    [null, '900.00'],
    ['SP', '75.00'],
    ['RJ', '25.00'],
  ];
  const drawn = (over: Partial<Figure>, more: Partial<Context> = {}) =>
    drawingOf(figure({ rows, total: ['1000.00'], ...over }), 'ranking', context(more))!;

  test('has no bar for rows without a value', () => {
    const scene = drawn({}).draw(600);
    expect(scene.spots.map((spot) => spot.lines[0])).toEqual(['SP', 'RJ']);
    expect(drawn({}).choice(0)).toEqual({ dimension: 'uf', value: 'SP' });
  });
  test('has shares of the whole, but not of what adds up to nothing', () => {
    expect(drawn({}).draw(600).spots[0]!.lines[1]).toContain('7.5%');
    expect(drawn({ measures: [{ ...money, additive: false }] }).draw(600).spots[0]!.lines[1]).not.toContain('%');
  });
  test('fades what isn’t chosen, and marks what is left out', () => {
    const scene = drawn({}, { chosen: (_, value) => (value === 'SP' ? 'chosen' : 'other') }).draw(600);
    expect(scene.spots.map((spot) => spot.chosen)).toEqual([true, false]);
    const texts = drawn({}, { chosen: (_, value) => (value === 'SP' ? 'except' : 'none') })
      .draw(600)
      .marks.flatMap((mark) => (mark.kind === 'text' ? [mark.text] : []));
    expect(texts).toContain('≠ SP');
  });
});

describe('a course of many members', () => {
  const members = Array.from({ length: 20 }, (_, i) => ['2013-01-01', `m${i}`, String(20 - i)]);
  const many = figure({
    by: [time, uf],
    grain: 'month',
    columns: [column('value', 'd'), column('value', 'u'), column('measure')],
    rows: members,
  });

  test('stacked, the rest is one part: the stack is as high as its sum', () => {
    const scene = drawingOf(many, 'stacked', context())!.draw(600);
    const bars = scene.marks.flatMap((mark) => (mark.kind === 'rect' ? [mark.h] : []));
    expect(bars).toHaveLength(12);
    const all = members.reduce((sum, row) => sum + Number(row[2]), 0);
    expect(bars.reduce((sum, height) => sum + height, 0) / bars[0]!).toBeCloseTo(all / 20, 1);
  });
  test('as lines, it says how many are shown', () => {
    expect(drawingOf(many, 'line', context())!.cut).toEqual({ shown: 12, of: 20 });
  });
});

test('bars of parts stand by their whole, unless another order was asked for', () => {
  const rows = [
    ['a', 'x', '50'],
    ['b', 'x', '40'],
    ['b', 'y', '30'],
  ];
  const parts = figure({
    by: [uf, uf],
    columns: [column('value', 'a'), column('value', 'b'), column('measure')],
    rows,
  });
  const names = (more: Partial<Context>) =>
    drawingOf(parts, 'stacked', context(more))!
      .draw(600)
      .spots.map((spot) => spot.lines[0]);
  expect(names({})).toEqual(['b', 'a']);
  expect(names({ sorted: true })).toEqual(['a', 'b']);
});

describe('values', () => {
  test('exact and short, in both languages', () => {
    i18n.language = 'pt';
    expect(plain(full(money, '118158261.06'))).toBe('R$ 118.158.261,06');
    expect(plain(short(money, 118158261.06, true))).toBe('R$ 118,2 mi');
    expect(plain(short(money, 989200))).toBe('R$ 989 mil');
    expect(plain(short(money, 989200, true))).toBe('R$ 989.200');
    expect(plain(full(money, '-12.5'))).toBe('−R$ 12,50');
  });
  test('no digit is lost', () => {
    expect(full({ ...money, format: 'number', currency: null }, '12345678901234567890.1234')).toBe(
      '12,345,678,901,234,567,890.1234',
    );
    expect(full(money, null)).toBe('—');
  });
  test('members without a name say so', () => {
    expect(memberText(uf, { value: null, label: null })).toBe('No value');
    expect(memberText(uf, { value: '', label: null })).toBe('(empty text)');
    expect(memberText({ type: 'boolean', kind: 'boolean' }, { value: 'true', label: null })).toBe('yes');
    expect(memberText(uf, { value: '17', label: 'Ana' })).toBe('Ana');
  });
});

describe('the sentence of the first screen', () => {
  const tile = (now: string, before: string | null): Figure =>
    figure({ kind: 'tile', by: [], columns: [column('measure'), column('before')], rows: [[now, before]] });
  const change = figure({
    kind: 'change',
    columns: [column('value'), column('measure'), column('before'), column('change')],
    rows: [
      ['SP', '1', '9', '-8'],
      ['RJ', '9', '4', '5'],
    ],
  });
  const page = (charts: Figure[], kind: 'prev' | 'none' = 'prev') =>
    ({
      charts,
      period: { preset: null, from: '2017-06-01', to: '2017-06-30', first: null, last: null },
      compare: { kind, from: '2017-05-01', to: '2017-05-31' },
      filters: [],
    }) as unknown as BoardPage;

  test('says whether it goes up, against what, and who moved it that way', () => {
    expect(plain(sentenceOf(page([tile('8700000', '8325359'), change])))).toBe(
      'Revenue in June 2017: R$8.7M, 4.5% above May 2017. RJ moved it most (+R$5).',
    );
    expect(plain(sentenceOf(page([tile('80', '100'), change])))).toBe(
      'Revenue in June 2017: R$80, 20% below May 2017. SP moved it most (−R$8).',
    );
  });
  test('a period that has no name of its own stands by itself', () => {
    const range = page([tile('110', null)], 'none');
    range.period = { preset: null, from: '2016-07-01', to: '2017-06-30', first: null, last: null };
    expect(plain(sentenceOf(range))).toBe('Revenue, Jul 2016 – Jun 2017: R$110.');
  });
  test('in Portuguese', () => {
    i18n.language = 'pt';
    expect(plain(sentenceOf(page([tile('110', '100')])))).toBe(
      'Faturamento em junho de 2017: R$ 110, 10% acima de maio de 2017.',
    );
  });
  test('without anything to compare with, it compares nothing', () => {
    expect(plain(sentenceOf(page([tile('110', null)], 'none')))).toBe('Revenue in June 2017: R$110.');
    expect(sentenceOf(page([]))).toBe('');
  });
});

describe('what is asked besides', () => {
  test('a ranking as a file has all rows, and isn’t filtered by itself', () => {
    const params = fileParams(
      'f',
      figure({}),
      new URLSearchParams('where.uf=SP&where.canal=app&from=2013-01-01'),
      'csv',
    );
    expect(decodeURIComponent(params.toString())).toBe(
      'fact=f&measure=total&by=uf&where.canal=app&from=2013-01-01&top=0&format=csv&locale=en',
    );
  });
  test('a course keeps its grain', () => {
    expect(figureParams('f', figure({ by: [time], grain: 'month' }), new URLSearchParams()).get('grain')).toBe('month');
  });
  test('filters in words', () => {
    expect(
      filterText({
        dimension: 'uf',
        title: 'State',
        op: 'not',
        values: [
          { value: 'SP', label: null },
          { value: '1', label: 'Ana' },
        ],
      }),
    ).toBe('State ≠ SP, Ana');
  });
  test('what is chosen', () => {
    const chosen = chosenIn(new URLSearchParams('where.uf=SP&not.canal=app'));
    expect([chosen('uf', 'SP'), chosen('uf', 'RJ'), chosen('canal', 'app'), chosen('status', 'x')]).toEqual([
      'chosen',
      'other',
      'except',
      'none',
    ]);
  });
});
