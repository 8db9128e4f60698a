// Reads diagrams with the parsers that their readers use: parse_diagrams.mjs TOOLS FILE.mmd FILE.dbml
// TOOLS: the folder of deps/test-tools, installed. Prints what DBML's parser understood:
// {"tables": {NAME: [COLUMN…]}, "refs": [[[[TABLE, [COLUMN…], RELATION], …]]}.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [tools, mermaidFile, dbmlFile] = process.argv.slice(2);
const require = createRequire(pathToFileURL(`${tools}/package.json`));

const { default: mermaid } = await import(pathToFileURL(`${tools}/node_modules/mermaid/dist/mermaid.core.mjs`));
const { diagramType } = await mermaid.parse(readFileSync(mermaidFile, "utf8"));
if (diagramType !== "er") throw new Error(`Mermaid sees a diagram of type ${diagramType}`);

const { Parser } = require("@dbml/core");
try {
  const [schema] = new Parser().parse(readFileSync(dbmlFile, "utf8"), "dbmlv2").schemas;
  const tables = Object.fromEntries(schema.tables.map((t) => [t.name, t.fields.map((f) => f.name)]));
  const refs = schema.refs.map((r) => r.endpoints.map((e) => [e.tableName, e.fieldNames, e.relation]));
  console.log(JSON.stringify({ tables, refs }));
} catch (error) {
  throw error.diags ? new Error(JSON.stringify(error.diags)) : error;
}
