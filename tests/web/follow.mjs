// The dashboard of a project that has no warehouse yet, while one is made, replaced and damaged.
import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { copyFileSync, rmSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { assertAccessible, count, figure, inBrowser, query, settle, visit } from './browser.mjs';

const project = process.argv[2];
const rox = (...args) => execFileSync(process.env.ROX, [args[0], '-C', project, ...args.slice(1)], { stdio: 'pipe' });
const later = promisify(execFile);

await inBrowser({}, async (page) => {
  // No warehouse: every page says so, and what to do.
  for (const view of ['sales', 'answers', 'model', 'quality']) {
    await visit(page, view);
    await page.getByText('There is no warehouse to show').first().waitFor();
    await assertAccessible(page, `${view} without a warehouse`);
  }
  await visit(page, 'runs');
  await page.getByText('Nothing ran yet').waitFor();

  // A run that takes a while, by a check that compares every line with every other: its steps are seen while it goes on.
  writeFileSync(
    `${project}/checks/slow.sql`,
    '-- title: Slow\nSELECT a.SalesOrderID FROM SalesOrderDetail AS a JOIN SalesOrderDetail AS b ON a.LineTotal + b.LineTotal < -a.UnitPrice',
  );
  const states = new Set();
  const going = later(process.env.ROX, ['run', '-C', project, '--full-refresh']);
  let ended = false;
  void going.then(() => (ended = true));
  while (!ended) {
    for (const label of await page.getByRole('listitem').evaluateAll((items) => items.map((item) => item.getAttribute('aria-label')))) {
      states.add(label.split(': ')[1]?.split(' · ')[0]);
    }
    await page.waitForTimeout(50);
  }
  await going;
  await page.locator('[data-status=done]').waitFor();
  await page.getByRole('listitem', { name: /transform.fact_sales: done/ }).waitFor();
  for (const state of ['planned', 'running', 'done']) assert.ok(states.has(state), `${state} is not in ${[...states]}`);
  rmSync(`${project}/checks/slow.sql`);
  await visit(page, 'sales');
  await page.locator('[data-figure=orders]').waitFor();
  assert.equal(await figure(page, 'orders'), count(query(project, 'SELECT COUNT(*) AS n FROM fact_orders')[0].n));

  // A page that is open follows the next run.
  const first = await figure(page, 'revenue');
  execFileSync(process.env.ROX, ['sample', `${project}/exports`, '--scale', '0.3', '--seed', '2', '--force'], { stdio: 'pipe' });
  rox('run');
  await page.waitForFunction((old) => document.querySelector('[data-figure=revenue] strong')?.textContent !== old, first);
  await settle(page);
  assert.equal(await figure(page, 'orders'), count(query(project, 'SELECT COUNT(*) AS n FROM fact_orders')[0].n));

  // A file that is no warehouse, one of another version, and none at all.
  const warehouse = `${project}/warehouse.duckdb`;
  copyFileSync(warehouse, `${project}/kept`);
  for (const damage of [
    () => writeFileSync(`${project}/new`, 'this is no database'),
    () => writeFileSync(`${project}/new`, Buffer.concat([Buffer.alloc(8), Buffer.from('DUCK'), Buffer.from([255, 0, 0, 0]), Buffer.alloc(8000)])),
    () => null,
  ]) {
    const made = damage() !== null;
    rmSync(warehouse);
    if (made) copyFileSync(`${project}/new`, warehouse);
    await page.goto('about:blank');
    await visit(page, 'sales');
    await page.getByText('There is no warehouse to show').waitFor();
    assert.ok((await page.getByRole('alert').innerText()).length > 60, 'it says why');
    rmSync(warehouse, { force: true });
    copyFileSync(`${project}/kept`, warehouse);
    await page.locator('[data-figure=orders]').waitFor();
  }
}, (text) => /503|ERR_/.test(text));
