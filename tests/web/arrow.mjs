// Answers as Arrow streams, read by Arrow's own library: the same values as JSON has, and the types that they should be.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const { tableFromIPC } = createRequire(fileURLToPath(new URL('../../build/deps/test-tools/', import.meta.url)))('apache-arrow');
const api = `${process.env.DASHBOARD}api/v1/`;

async function arrow(path) {
  const response = await fetch(`${api}${path}${path.includes('?') ? '&' : '?'}format=arrow`);
  assert.equal(response.status, 200, `${path}: ${response.status}`);
  assert.equal(response.headers.get('content-type'), 'application/vnd.apache.arrow.stream');
  return tableFromIPC(new Uint8Array(await response.arrayBuffer()));
}

/// A value as rox writes it, by its Arrow type.
function text(type, value) {
  if (value === null) return null;
  const name = String(type);
  if (name.startsWith('Decimal')) {
    // The library gives the four 32-bit words.
    let whole = 0n;
    for (let i = value.length - 1; i >= 0; i--) whole = (whole << 32n) | BigInt(value[i]);
    if (whole >= 1n << 127n) whole -= 1n << 128n;
    const digits = (whole < 0n ? -whole : whole).toString().padStart(type.scale + 1, '0');
    return (whole < 0n ? '-' : '') + (type.scale > 0 ? `${digits.slice(0, -type.scale)}.${digits.slice(-type.scale)}` : digits);
  }
  if (name.startsWith('Date')) return new Date(Number(value)).toISOString().slice(0, 10);
  if (name.startsWith('Timestamp')) {
    const moment = new Date(Number(value)).toISOString();
    return moment.slice(0, 19).replace('T', ' ') + moment.slice(19, 23).replace(/\.?0+$/, '');
  }
  return String(value);
}

async function assertSame(path) {
  const table = await arrow(path);
  const rows = [];
  for (let offset = 0; ; offset += 10_000) {
    const page = await (await fetch(`${api}${path}${path.includes('?') ? '&' : '?'}limit=10000&offset=${offset}`)).json();
    rows.push(...page.rows);
    if (rows.length >= page.total) break;
  }
  assert.equal(table.numRows, rows.length, path);
  const columns = table.schema.fields.map((field, c) => ({ type: field.type, data: table.getChildAt(c) }));
  rows.forEach((row, r) => {
    const got = columns.map(({ type, data }) => text(type, data.get(r)));
    assert.deepEqual(got, row.map((cell, c) => (String(columns[c].type) === 'Float64' && cell !== null ? String(Number(cell)) : cell)), `${path}, row ${r}`);
  });
  return table;
}

for (const name of ['q1', 'q2', 'q3', 'q4', 'q5']) await assertSame(`answers/${name}`);
const odd = await assertSame('answers/odd');
assert.deepEqual(odd.schema.fields.map((field) => String(field.type)), [
  'Bool', 'Int64', 'Decimal[38e0]', 'Decimal[18e+4]', 'Decimal[38e+10]', 'Float64', 'Date32<DAY>', 'Timestamp<MICROSECOND>', 'Utf8', 'Utf8',
]);
assert.ok(odd.batches.length >= 2, 'many rows are several batches');
assert.equal((await arrow('answers/none')).numRows, 0);
assert.equal((await fetch(`${api}answers/endless?format=arrow`)).status, 422);

// All rows of a fact, to the last digit of their sum.
const lines = await arrow('rows?fact=fact_sales');
const answer = await (await fetch(`${api}query?sql=${encodeURIComponent('SELECT COUNT(*), SUM(line_total) FROM fact_sales')}`)).json();
const [rows, sum] = answer.rows[0];
assert.equal(lines.numRows, Number(rows));
const column = lines.getChild('line_total');
let total = 0n;
for (let r = 0; r < lines.numRows; r++) {
  const words = column.get(r);
  total += BigInt.asIntN(128, [3, 2, 1, 0].reduce((whole, i) => (whole << 32n) | BigInt(words[i]), 0n));
}
assert.equal(String(total), sum.replace('.', ''));
