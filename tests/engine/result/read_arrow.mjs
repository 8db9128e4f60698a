// Reads an Arrow stream from standard input with Arrow's own library and prints it as JSON: the types, and the columns,
// doubles as their 64 bits and all else as text. For arrow_stream_test.cpp.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const { tableFromIPC } = createRequire(fileURLToPath(new URL('../../../build/deps/test-tools/', import.meta.url)))('apache-arrow');

function shown(value) {
  if (value === null) return null;
  if (typeof value !== 'number') return String(value);
  const bytes = new DataView(new ArrayBuffer(8));
  bytes.setFloat64(0, value);
  return bytes.getBigUint64(0).toString(16).padStart(16, '0');
}

const table = tableFromIPC(new Uint8Array(readFileSync(0)));
const columns = table.schema.fields.map((field, c) => Array.from({ length: table.numRows }, (_, r) => shown(table.getChildAt(c).get(r))));
console.log(JSON.stringify({ types: table.schema.fields.map((field) => String(field.type)), columns }));
