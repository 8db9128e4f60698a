import { describe, expect, test } from 'vitest';
import { clock } from '../../src/lib/clock';
import { csvText, fileName } from '../../src/lib/csv';
import { exactSum } from '../../src/lib/exact';
import { changeShare, membersOf } from '../../src/lib/figures';
import { kindOf } from '../../src/lib/kinds';
import { behind } from '../../src/lib/lineage';
import type { ModelTable } from '../../src/lib/types';
import { bucketText, periodText } from '../../src/lib/periods';
import { isQuantity } from '../../src/lib/quantity';
import { choose, clearFilters, dropDimension, pinned, selectionOf, setPeriod } from '../../src/lib/selection';

describe('CSV', () => {
  test('as an English spreadsheet reads it', () => {
    expect(
      csvText(
        ['a', 'b'],
        [
          ['x, y', '1234.50'],
          ['say "hi"', null],
        ],
        false,
      ),
    ).toBe('a,b\r\n"x, y",1234.50\r\n"say ""hi""",\r\n');
  });
  test('as a Portuguese one does', () => {
    expect(csvText(['Mês'], [['1234.50'], ['a;b'], ['-3.5']], true)).toBe('\ufeffMês\r\n1234,50\r\n"a;b"\r\n-3,5\r\n');
  });
  test('no cell is a formula', () => {
    const text = csvText(['x'], [['=1+1'], ['+1 x'], ['-1+2'], ['@SUM(A1)'], ['\tx']], false);
    for (const line of text.split('\r\n').slice(1, -1)) expect(line).toMatch(/^"?'/);
  });
  test('names of files hold nothing that a system forbids', () => {
    expect(fileName(['loja', 'Faturamento: mês/ano', '', 'jul 2016 – jun 2017'])).toBe(
      'loja Faturamento- mês-ano jul 2016 – jun 2017',
    );
    expect(fileName([''])).toBe('rox');
  });
});

test.each([
  ['08:30:00', '08:30'],
  ['08:30:15', '08:30:15'],
  ['08:30:00.25', '08:30:00.25'],
])('the time of day %s is shown as %s', (value, text) => expect(clock(value)).toBe(text));

describe('sums', () => {
  test.each([
    [['0.10', '0.20'], '0.30'],
    [['-1', '0.25', null], '-0.75'],
    [['12345678901234567890.1234', '1'], '12345678901234567891.1234'],
    [['3', '4'], '7'],
  ] as const)('%j', (texts, sum) => expect(exactSum([...texts])).toBe(sum));
  test('of nothing there is none', () => expect(exactSum([null])).toBeNull());
});

describe('periods in words', () => {
  test.each([
    ['2017-06-01', '2017-06-30', 'en-US', 'June 2017'],
    ['2017-06-01', '2017-06-30', 'pt-BR', 'junho de 2017'],
    ['2016-01-01', '2016-12-31', 'en-US', '2016'],
    ['2016-01-01', '2017-12-31', 'en-US', '2016 – 2017'],
    ['2016-04-01', '2016-06-30', 'pt-BR', 'T2 2016'],
    ['2016-07-01', '2017-06-30', 'pt-BR', 'jul 2016 – jun 2017'],
    ['2013-02-01', '2013-03-15', 'en-US', 'Feb 1 – Mar 15, 2013'],
    ['2013-02-01', '2013-03-15', 'pt-BR', '01/02/2013 – 15/03/2013'],
  ])('%s to %s in %s', (from, to, locale, text) =>
    expect(periodText(from, to, locale).replaceAll(/[\u2009\u202f\u00a0]/g, ' ')).toBe(text),
  );
  test('half open, and none', () => {
    expect(periodText('2013-02-01', null, 'en-US')).toBe('Feb 1, 2013 –');
    expect(periodText(null, null, 'en-US')).toBe('');
  });
  test('buckets', () => {
    expect(bucketText('2013-04-01', 'quarter', 'en-US')).toBe('Q2 2013');
    expect(bucketText('2013-04-01', 'month', 'en-US')).toBe('April 2013');
  });
});

describe('filters in the address', () => {
  const after = (text: string, change: (params: URLSearchParams) => void) => {
    const params = new URLSearchParams(text);
    change(params);
    return decodeURIComponent(params.toString());
  };
  const plain = { add: false, except: false };

  test('a click chooses one, and again none', () => {
    expect(after('', (p) => choose(p, 'uf', 'SP', plain))).toBe('where.uf=SP');
    expect(after('where.uf=SP', (p) => choose(p, 'uf', 'SP', plain))).toBe('');
    expect(after('where.uf=SP&where.uf=RJ', (p) => choose(p, 'uf', 'SP', plain))).toBe('where.uf=SP');
  });
  test('Shift adds and takes away', () => {
    expect(after('where.uf=SP', (p) => choose(p, 'uf', 'RJ', { add: true, except: false }))).toBe(
      'where.uf=SP&where.uf=RJ',
    );
    expect(after('where.uf=SP&where.uf=RJ', (p) => choose(p, 'uf', 'SP', { add: true, except: false }))).toBe(
      'where.uf=RJ',
    );
  });
  test('Alt leaves out, and what is left out is not chosen', () => {
    expect(after('where.uf=SP', (p) => choose(p, 'uf', 'SP', { add: false, except: true }))).toBe('not.uf=SP');
    expect(after('not.uf=SP', (p) => choose(p, 'uf', 'SP', { add: false, except: true }))).toBe('');
    expect(after('not.uf=SP', (p) => choose(p, 'uf', 'SP', plain))).toBe('where.uf=SP');
  });
  test('a dimension whose name ends like another keeps its own', () => {
    expect(after('where.a.uf=SP&where.uf=RJ', (p) => dropDimension(p, 'uf'))).toBe('where.a.uf=SP');
  });
  test('a period takes the place of any other, and of the grain that suited it', () => {
    expect(
      after('period=all&grain=year&where.uf=SP', (p) => setPeriod(p, { from: '2013-01-01', to: '2013-03-31' })),
    ).toBe('where.uf=SP&from=2013-01-01&to=2013-03-31');
    expect(after('from=2013-01-01', (p) => setPeriod(p, 'last_year'))).toBe('period=last_year');
  });
  test('only what the API knows is asked of it', () => {
    expect(selectionOf(new URLSearchParams('view=bar&where.uf=SP&from=2013-01-01&run=3')).toString()).toBe(
      'where.uf=SP&from=2013-01-01',
    );
    expect(after('from=2013-01-01&where.uf=SP&min.qtd=3', clearFilters)).toBe('from=2013-01-01');
  });
  test('other calls get the period as the page understood it', () => {
    expect(pinned(new URLSearchParams('where.uf=SP'), { from: '2016-07-01', to: '2017-06-30' }).toString()).toBe(
      'where.uf=SP&from=2016-07-01&to=2017-06-30',
    );
    expect(pinned(new URLSearchParams('period=all'), { from: null, to: null }).toString()).toBe('');
  });
});

describe('figures', () => {
  test('changes, where they mean something', () => {
    expect(changeShare('110', '100')).toBeCloseTo(0.1);
    expect(changeShare('-50', '-100')).toBeCloseTo(0.5);
    for (const [now, before] of [
      ['5', '0'],
      [null, '1'],
      ['1', null],
    ] as const)
      expect(changeShare(now, before)).toBeNull();
  });
  test('members with their labels', () => {
    const columns = [
      { name: 'c', kind: 'integer', role: 'value', of: 'c' },
      { name: 'l', kind: 'text', role: 'label', of: 'c' },
      { name: 'u', kind: 'text', role: 'value', of: 'u' },
      { name: 'm', kind: 'decimal', role: 'measure', of: 'm' },
    ] as const;
    expect(membersOf({ columns: [...columns] }, ['17', 'Ana', null, '1'])).toEqual([
      { value: '17', label: 'Ana' },
      { value: null, label: null },
    ]);
  });
  test('keys and years are no quantities', () => {
    for (const name of ['SalesOrderID', 'ano', 'product_key', 'order_number', 'id_pedido', 'cep', 'Place'])
      expect(isQuantity(name), name).toBe(false);
    for (const name of ['OrderCount', 'qtd', 'orders', 'row_count', 'OrderQtyTotal', 'total_pedidos'])
      expect(isQuantity(name), name).toBe(true);
  });
});

test('behind a mart are the tables of its marts', () => {
  const table = (name: string, reads?: string[]) =>
    ({
      name,
      kind: reads ? 'mart' : 'table',
      title: '',
      columns: [],
      primary_key: [],
      unique: [],
      relations: [],
      reads,
    }) as ModelTable;
  const tables = [
    table('Orders'),
    table('Lines'),
    table('fact_orders', ['orders', 'Lines']),
    table('fact_sales', ['fact_orders']),
    table('Other'),
  ];
  expect([...behind(['fact_sales'], tables)].sort()).toEqual(['fact_orders', 'fact_sales', 'lines', 'orders']);
  expect([...behind(['gone'], tables)]).toEqual(['gone']);
});

describe('kinds', () => {
  test('of types, as engines call them', () => {
    expect(['DECIMAL(18,2)', 'numeric', 'DOUBLE', 'BIGINT', 'SMALLINT', 'int'].map(kindOf)).toEqual([
      'decimal',
      'decimal',
      'floating',
      'integer',
      'integer',
      'integer',
    ]);
    expect(['DATE', 'TIMESTAMP', 'TIME', 'VARCHAR(20)', 'INTERVAL', 'POINT'].map(kindOf)).toEqual([
      'date',
      'timestamp',
      'time',
      'text',
      'text',
      'text',
    ]);
  });
});
