// The dashboard of a project that has no warehouse yet, while one is made, replaced and damaged.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { assertAccessible, assertFigures, api, inBrowser, settle, tiles, visit } from './browser.mjs';

const project = process.argv[2];
const rox = (...args) => execFileSync(process.env.ROX, [args[0], '-C', project, ...args.slice(1)], { stdio: 'pipe' });

await inBrowser({}, async (page) => {
  // No warehouse: every page says so, and what to do.
  for (const view of ['', 'explore', 'answers', 'console', 'model', 'quality']) {
    await visit(page, view);
    await page.getByText('There is no warehouse to show').first().waitFor();
    if (process.env.ROX_TEST_ALL || view === '' || view === 'console') await assertAccessible(page, `${view} without a warehouse`);
  }
  await visit(page, 'runs');
  await page.getByText('No runs yet').waitFor();

  // A run that is halted in a step after one that is done: the page has all the time it takes to see them.
  const runs = `${project}/.rox/runs`;
  const within = () => {
    const ledger = existsSync(runs) ? readdirSync(runs).map((name) => readFileSync(`${runs}/${name}`, 'utf8').trim().split('\n')).flat() : [];
    return ledger.some((line) => line.includes('"status":"done"')) && ledger.at(-1).includes('"event":"step_started"');
  };
  const going = spawn(process.env.ROX, ['run', '-C', project, '--full-refresh'], { stdio: 'ignore' });
  const ended = once(going, 'exit');
  for (;;) {
    assert.equal(going.exitCode, null, 'the run ended before it could be halted');
    if (within()) {
      going.kill('SIGSTOP');
      if (within()) break; // it may have gone on before the signal came
      going.kill('SIGCONT');
    }
    await setTimeout(2);
  }
  // Stages that are done, go on and are still to come; and how long the run has taken so far.
  for (const state of ['done', 'running', 'planned']) await page.locator(`[data-step][data-status="${state}"]`).first().waitFor({ state: 'attached' });
  await page.getByText(/so far/).waitFor();
  await page.locator('[data-freshness=running], .badge').getByText('A run is in progress').waitFor();
  going.kill('SIGCONT');
  assert.deepEqual(await ended, [0, null]);
  await page.locator('.badge[data-status=done]').waitFor();
  await page.locator('[data-step="transform.fact_sales"][data-status=done]').waitFor({ state: 'attached' });
  await visit(page, '');
  await page.locator('.tile').first().waitFor();
  const { name } = (await api(page, 'dashboard')).pages[0];
  await assertFigures(page, project, name);

  // A page that is open follows the next run.
  const first = Object.values(await tiles(page))[0];
  execFileSync(process.env.ROX, ['sample', `${project}/exports`, '--scale', '0.1', '--seed', '2', '--force'], { stdio: 'pipe' });
  rox('run');
  await page.waitForFunction((old) => document.querySelector('.tile [data-exact]')?.getAttribute('data-exact') !== old, first);
  await settle(page);
  await assertFigures(page, project, name);

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
    await visit(page, '');
    await page.getByText('There is no warehouse to show').waitFor();
    assert.ok((await page.getByRole('alert').innerText()).length > 60, 'it says why');
    rmSync(warehouse, { force: true });
    copyFileSync(`${project}/kept`, warehouse);
    await page.locator('.tile').first().waitFor();
  }
}, (text) => /503|ERR_/.test(text));
