import { expect, test } from 'vitest';
import { completions, quotedName, wordAt } from '../../src/console/complete';

const tables = [
  { name: 'itens', columns: ['id_item', 'qtd', 'total_item'] },
  { name: 'pedidos', columns: ['id_pedido', 'data_pedido', 'Total Geral'] },
];
const found = (sql: string) => completions(sql, wordAt(sql, sql.length)!, tables);

test('the word at the cursor', () => {
  expect(wordAt('SELECT qt FROM itens', 9)).toEqual({ text: 'qt', from: 7, to: 9 });
  expect(wordAt('SELECT i.qt', 11)?.text).toBe('i.qt');
  expect(wordAt('SELECT ', 7)).toBeNull();
});

test('columns of the tables that are read come first', () => {
  expect(found('SELECT * FROM itens WHERE qt')).toEqual(['qtd']);
  expect(found('SELECT * FROM pedidos WHERE id')).toEqual(['id_pedido']);
});

test('after a point, the columns of that table, also by its alias', () => {
  expect(found('SELECT pedidos.da')).toEqual(['pedidos.data_pedido']);
  expect(found('SELECT * FROM itens AS i WHERE i.t')).toEqual(['i.total_item']);
  expect(found('SELECT x.t')).toEqual([]);
});

test('words of SQL and tables', () => {
  expect(found('sel')).toEqual(['SELECT']);
  expect(found('SELECT * FROM ped')).toEqual(['pedidos']);
});

test('names that are no plain words are quoted', () => {
  expect(quotedName('qtd')).toBe('qtd');
  expect(quotedName('Total "x"')).toBe('"Total ""x"""');
});
