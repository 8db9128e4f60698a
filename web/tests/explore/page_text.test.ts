import { expect, test } from 'vitest';
import { pageFileName, pageText } from '../../src/explore/page_text';
import { figure as anyFigure } from '../figure';
import type { Figure } from '../../src/lib/figures';
import type { Question } from '../../src/explore/question';

const by = (name: string, kind = 'code') => ({ name, title: name, type: 'text', kind, labelled: false }) as const;
const figure = (over: Partial<Figure>) => anyFigure({ title: 'Revenue by "UF"', by: [by('uf')], ...over });
const question = (over: Partial<Question>): Question => ({
  measures: ['total', 'rows'],
  by: ['uf'],
  view: 'auto',
  top: '25',
  sort: '',
  grain: 'month',
  ...over,
});

test('a ranking, with texts that TOML would take otherwise', () => {
  expect(pageText('pedidos', figure({}), question({}))).toBe(
    '[page]\ntitle = "Revenue by \\"UF\\""\nfact = "pedidos"\n\n[[chart]]\nkind = "ranking"\ntitle = "Revenue by \\"UF\\""\nmeasure = ["total", "rows"]\nby = "uf"\ntop = 25\n',
  );
});

test('each shape as the chart that a page has for it', () => {
  const kind = (over: Partial<Figure>, asked: Partial<Question>) =>
    /kind = "(\w+)"/.exec(pageText('f', figure(over), question(asked)))![1];
  expect(kind({ by: [] }, { by: [] })).toBe('tile');
  expect(kind({ by: [by('d', 'time')] }, { by: ['d'] })).toBe('time');
  expect(kind({ by: [by('a'), by('b')] }, { by: ['a', 'b'] })).toBe('heat');
  expect(kind({ by: [by('a'), by('b')] }, { by: ['a', 'b'], view: 'pivot' })).toBe('table');
});

test('the name of its file', () => {
  expect(pageFileName('Faturamento por mês, 2º')).toBe('faturamento_por_mes_2.toml');
  expect(pageFileName('…')).toBe('page.toml');
});
