import { describe, expect, test } from 'vitest';
import { courseOf, gridOf, rowSums, weightiest } from '../../src/figures/shapes';
import { figureOfResult } from '../../src/lib/result';
import { column, figure as anyFigure } from '../figure';
import type { Figure } from '../../src/lib/figures';

const measure = {
  name: 'm',
  title: 'M',
  format: 'money',
  currency: null,
  decimals: 2,
  aggregate: 'sum',
  additive: true,
  expression: '',
} as const;
const time = { name: 'day', title: 'Day', type: 'date', kind: 'time', labelled: false } as const;
const channel = { name: 'c', title: 'C', type: 'text', kind: 'code', labelled: true } as const;

const figure = (over: Partial<Figure>) =>
  anyFigure({ kind: 'time', measures: [measure], by: [time], grain: 'month', ...over });

describe('a course over time', () => {
  const columns = [column('value', 'day'), column('measure', 'm')];
  const rows = [
    ['2013-01-01', '10.00'],
    ['2013-03-01', '30.00'],
  ];

  test('has the months without rows: nothing of a sum, unknown of an average', () => {
    const course = courseOf(figure({ columns, rows }), 0);
    expect(course.starts).toEqual(['2013-01-01', '2013-02-01', '2013-03-01']);
    expect(course.series[0]!.values).toEqual([10, 0, 30]);
    const average = courseOf(figure({ columns, rows, measures: [{ ...measure, additive: false }] }), 0);
    expect(average.series[0]!.values).toEqual([10, null, 30]);
  });

  test('says which are not whole, by row', () => {
    expect(courseOf(figure({ columns, rows, partial: [1] }), 0).partial).toEqual([false, false, true]);
  });

  test('puts the period before beside it, also where now is nothing', () => {
    const before = {
      sql: '',
      rows: [
        ['2012-02-01', '7.00'],
        ['2012-12-01', '9.00'],
      ],
      of: ['2013-02-01', null],
    };
    expect(courseOf(figure({ columns, rows, before }), 0).before!.values).toEqual([null, 7, null]);
  });

  test('the period before of several members is their sum, to the last digit; of averages there is none', () => {
    const asked = {
      by: [time, channel],
      columns: [column('value', 'day'), column('value', 'c'), column('measure', 'm')],
      rows: [['2013-01-01', 'a', '1']],
      before: {
        sql: '',
        rows: [
          ['2012-01-01', 'a', '0.10'],
          ['2012-01-01', 'b', '0.20'],
        ],
        of: ['2013-01-01', '2013-01-01'],
      },
    };
    expect(courseOf(figure(asked), 0).before!.texts).toEqual(['0.30']);
    expect(courseOf(figure({ ...asked, measures: [{ ...measure, additive: false }] }), 0).before).toBeNull();
  });

  test('rows without a day are in no bucket', () => {
    expect(courseOf(figure({ columns, rows: [...rows, [null, '99.00']] }), 0).series[0]!.values).toEqual([10, 0, 30]);
  });

  test('has a series for each member, those without a value too', () => {
    const course = courseOf(
      figure({
        by: [time, channel],
        columns: [column('value', 'day'), column('value', 'c'), column('label', 'cl'), column('measure', 'm')],
        rows: [
          ['2013-01-01', '1', 'Online', '5'],
          ['2013-02-01', '1', 'Online', '6'],
          ['2013-02-01', null, null, '7'],
        ],
      }),
      0,
    );
    expect(course.series.map((one) => [one.member, one.values])).toEqual([
      [{ value: '1', label: 'Online' }, [5, 6]],
      [{ value: null, label: null }, [0, 7]],
    ]);
  });
});

test('a grid has a place for every pair, and columns of numbers in their order', () => {
  const number = { name: 'n', title: 'N', type: 'number', kind: 'number', labelled: false } as const;
  const grid = gridOf(
    figure({
      by: [channel, number],
      columns: [column('value', 'c'), column('value', 'n'), column('measure', 'm')],
      rows: [
        ['a', '10', '1'],
        ['a', '9', '2'],
        ['b', '10', '4'],
      ],
    }),
    0,
  );
  expect(grid.columns.map((one) => one.value)).toEqual(['9', '10']);
  expect(grid.texts).toEqual([
    ['2', '1'],
    [null, '4'],
  ]);
  expect(rowSums(grid)).toEqual([3, 4]);
});

test('of many columns, those that weigh most stay in their order, and the others are added up', () => {
  const grid = gridOf(
    figure({
      by: [channel, { ...channel, name: 'd' }],
      columns: [column('value', 'c'), column('value', 'd'), column('measure', 'm')],
      rows: [
        ['a', 'x', '1'],
        ['a', 'y', '30'],
        ['a', 'z', '2'],
        ['b', 'z', '9'],
      ],
    }),
    0,
  );
  const few = weightiest(grid, 2);
  expect(few.grid.columns.map((one) => one.value)).toEqual(['y', 'z']);
  expect(few.grid.texts).toEqual([
    ['30', '2'],
    [null, '9'],
  ]);
  expect(few.rest).toEqual([1, 0]);
  expect(weightiest(grid, 3).rest).toBeNull();
});

describe('a chart of any result', () => {
  const drawn = (columns: [string, string][], rows: (string | null)[][]) =>
    figureOfResult('x', { columns: columns.map(([name, kind]) => ({ name, kind })), rows });

  test('days and figures are a course', () => {
    expect(
      drawn(
        [
          ['month', 'date'],
          ['total', 'decimal'],
        ],
        [
          ['2013-01-01', '1'],
          ['2013-02-01', '2'],
        ],
      ),
    ).toMatchObject({ kind: 'time', grain: 'month' });
  });
  test('names and counts are a ranking', () => {
    expect(
      drawn(
        [
          ['uf', 'text'],
          ['orders', 'integer'],
        ],
        [
          ['SP', '3'],
          ['RJ', '2'],
        ],
      ),
    ).toMatchObject({ kind: 'ranking' });
  });
  test('keys are neither; a name that comes twice is no category', () => {
    expect(
      drawn(
        [
          ['SalesOrderID', 'integer'],
          ['total', 'decimal'],
        ],
        [
          ['1', '3'],
          ['2', '2'],
        ],
      ),
    ).toBeNull();
    expect(
      drawn(
        [
          ['uf', 'text'],
          ['total', 'decimal'],
        ],
        [
          ['SP', '3'],
          ['SP', '2'],
        ],
      ),
    ).toBeNull();
  });
});
