// What runs changed, on the page of runs and on the way of a row. Arguments: the newest run; the sale that it changed.
import assert from 'node:assert/strict';
import { assertAccessible, inBrowser, shoot, visit } from './browser.mjs';

const [run, sale] = process.argv.slice(2);

await inBrowser({}, async (page) => {
  await visit(page, `runs?run=${run}`);
  const card = page.locator('[data-run-changes]');
  await card.waitFor();
  const line = card.getByRole('row').filter({ hasText: 'Sale' });
  assert.deepEqual((await line.innerText()).split(/\s+/).filter(Boolean), ['Sale', 'by', 'what', 'changed', '1', '1', '1']);
  await assertAccessible(page, 'runs with changes');
  await shoot(page, 'changes-of-a-run');
  await card.getByRole('button', { name: 'Sale' }).click();
  const dialog = page.getByRole('dialog');
  const changed = dialog.getByRole('row').filter({ hasText: 'update' });
  assert.match(await changed.innerText(), new RegExp(`${sale}, 1`));
  await assertAccessible(page, 'changed rows');
  await shoot(page, 'changed-rows');
});

await inBrowser({}, async (page) => {
  await visit(page, '');
  await page.locator('.tile').first().getByRole('button', { name: /^More about/ }).click();
  await page.getByRole('button', { name: 'Where it comes from' }).click();
  await page.locator('[data-proof]').getByRole('button', { name: 'Show the rows' }).click();
  await page.getByRole('button', { name: `Where this row comes from: ${sale}`, exact: true }).click();
  const history = page.locator('[data-changes]');
  await history.waitFor();
  assert.match(await history.innerText(), /Amount: 8\.90 → 9\.90/);
  await assertAccessible(page, 'what became of a row');
  await shoot(page, 'what-became-of-a-row');
});
