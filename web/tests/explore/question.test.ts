import { describe, expect, test } from 'vitest';
import { asParams, questionOf, setGroup, toggleMeasure, turnTo } from '../../src/explore/question';
import type { Fact } from '../../src/lib/figures';

const measure = (name: string) =>
  ({
    name,
    title: name,
    format: 'number',
    currency: null,
    decimals: 0,
    aggregate: 'sum',
    additive: true,
    expression: '',
  }) as const;
const fact: Fact = {
  name: 'itens',
  title: 'Itens',
  kind: 'table',
  rows: 3,
  origin: true,
  measures: [measure('total'), measure('rows')],
  dimensions: [
    { name: 'uf', title: 'UF', type: 'text', kind: 'place', labelled: false },
    { name: 'qtd', title: 'Qtd', type: 'number', kind: 'number', labelled: false, measured: true },
  ],
  times: [{ name: 'pedidos.data', title: 'Data' }],
};
const asked = (text: string) => {
  const params = new URLSearchParams(text);
  return decodeURIComponent(asParams(fact, questionOf(params, fact), params).toString());
};

describe('what is asked', () => {
  test('by default: the main measure over time, whole', () =>
    expect(asked('')).toBe('fact=itens&measure=total&by=pedidos.data&top=0'));
  test('names that there are not are passed over', () => {
    expect(asked('measure=nope&by=nope&by=uf&top=x&view=zzz')).toBe('fact=itens&measure=total&by=uf&top=25');
  });
  test('no group at all is one figure', () => expect(asked('by=')).toBe('fact=itens&measure=total'));
  test('filters and period go along', () => {
    expect(asked('by=uf&where.uf=SP&from=2013-01-01&view=table&top=10&sort=-total')).toBe(
      'fact=itens&measure=total&by=uf&top=10&sort=-total&where.uf=SP&from=2013-01-01',
    );
  });
  test('a column of figures is a histogram', () => expect(asked('by=qtd&measure=rows')).toContain('bins=24'));
  test('the grain only with a time', () => {
    expect(asked('by=uf&grain=month')).not.toContain('grain');
    expect(asked('by=pedidos.data&grain=month')).toContain('grain=month');
  });
});

describe('changes', () => {
  const after = (text: string, change: (params: URLSearchParams) => void) => {
    const params = new URLSearchParams(text);
    change(params);
    return decodeURIComponent(params.toString());
  };
  test('another table keeps nothing of the one before', () =>
    expect(after('fact=a&by=x&where.x=1&view=table', (p) => turnTo(p, 'b'))).toBe('view=table&fact=b'));
  test('groups', () => {
    expect(after('by=a', (p) => setGroup(p, ['a'], 1, 'b'))).toBe('by=a&by=b');
    expect(after('by=a&by=b', (p) => setGroup(p, ['a', 'b'], 0, ''))).toBe('by=b');
    expect(after('by=a', (p) => setGroup(p, ['a'], 0, ''))).toBe('by=');
    expect(after('by=a', (p) => setGroup(p, ['a'], 1, 'a'))).toBe('by=a');
  });
  test('the last measure stays', () => {
    expect(after('measure=a', (p) => toggleMeasure(p, ['a'], 'a'))).toBe('measure=a');
    expect(after('measure=a', (p) => toggleMeasure(p, ['a'], 'b'))).toBe('measure=a&measure=b');
  });
});
