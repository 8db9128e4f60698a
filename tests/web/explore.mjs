// Explore, the console and the search: what is asked is the address, the figures are those of SQL.
import assert from 'node:assert/strict';
import { api, assertAccessible, dashboard, inBrowser, query, settle, shown, texts, visit } from './browser.mjs';

const project = process.argv[2];

await inBrowser({}, async (page) => {
  const asked = [];
  page.on('request', (request) => request.url().includes('/api/v1/figures') && asked.push(request.url()));
  const latest = async () => {
    await settle(page);
    const figure = await page.evaluate(async (url) => (await fetch(url)).json(), asked.at(-1));
    const rows = query(project, figure.sql).map(texts);
    const given = new Set(rows.map((row) => row.join('\u0001')));
    assert.ok(figure.rows.length > 0);
    for (const row of figure.rows) assert.ok(given.has(row.join('\u0001')), `${row} isn't what the SQL gives`);
    return figure;
  };
  await visit(page, 'explore');
  const figure = await latest();
  const { facts } = await api(page, 'dashboard');
  const fact = facts.find((one) => one.name === new URL(asked[0]).searchParams.get('fact'));

  // Another measure, two groups, a chart of each kind: all of it in the address.
  const plain = fact.dimensions.filter((one) => !one.measured);
  await page.getByLabel('Group by', { exact: true }).selectOption(plain[0].name);
  await page.waitForURL(/by=/);
  await latest();
  if (fact.measures.length > 1) {
    await page.getByLabel(fact.measures[1].title, { exact: true }).check();
    await page.waitForFunction(() => location.hash.match(/measure=/g)?.length === 2);
    assert.equal((await latest()).measures.length, 2);
  }
  if (plain.length > 1) {
    await page.getByLabel('then by', { exact: true }).selectOption(plain[1].name);
    await page.waitForFunction(() => location.hash.match(/by=/g)?.length === 2);
    for (const view of ['heat', 'pivot', 'stacked', 'table']) {
      await page.getByLabel('Chart', { exact: true }).selectOption(view);
      await page.waitForURL(new RegExp(`view=${view}`));
      await latest();
      await assertAccessible(page, `${view} in Explore`);
    }
  }
  const address = page.url();
  // Without the badges: what they say ("loaded 1 minute ago") goes with the clock.
  const view = () => page.locator('main').evaluate((main) => [...main.children].filter((part) => !part.matches('.badges')).map((part) => part.innerText));
  const seen = await view();
  assert.ok(seen.length > 1, 'there is something beside the badges');
  await page.goto('about:blank');
  await page.goto(address);
  await settle(page);
  assert.deepEqual(await view(), seen, 'the address is the view');

  // A filter by a value that is searched for.
  await page.getByRole('button', { name: '+ Filter' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: plain[0].title, exact: true }).first().click();
  await dialog.getByRole('checkbox').first().waitFor();
  await assertAccessible(page, 'a filter');
  await dialog.getByRole('checkbox').first().check();
  await dialog.getByRole('button', { name: 'Apply' }).click();
  await page.waitForURL(/where\./);
  await latest();
  assert.equal(shown(page).getAll(`where.${plain[0].name}`).length, 1);

  // From a figure's SQL to the console, whose answer is that of `rox query`.
  await visit(page, `console?${new URLSearchParams({ sql: figure.sql })}`);
  const cells = await page.locator('[data-result] tbody tr').count();
  assert.equal(cells, Math.min(500, query(project, figure.sql).length));
  await page.getByLabel('SQL', { exact: true }).fill(`SELECT COUNT(*) AS n FROM ${fact.name.slice(0, 3)}`);
  await page.getByLabel('SQL', { exact: true }).press('End');
  await page.getByLabel('SQL', { exact: true }).pressSequentially(fact.name.slice(3, 4));
  await page.getByRole('group', { name: 'Names that fit' }).getByRole('button', { name: new RegExp(`^"?${fact.name}`) }).click();
  await page.getByLabel('SQL', { exact: true }).press('Control+Enter');
  await page.waitForFunction((name) => decodeURIComponent(location.hash).includes(name), fact.name);
  await settle(page);
  assert.ok((await page.locator('[data-result] tbody').innerText()).includes(new Intl.NumberFormat('en-US').format(query(project, `SELECT COUNT(*) AS n FROM "${fact.name}"`)[0].n)));
  await page.getByLabel('SQL', { exact: true }).fill('DROP TABLE nothing');
  await page.getByRole('button', { name: /^Run/ }).click();
  await page.getByRole('alert').waitFor();

  // The search: by keyboard, to a table.
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill(fact.name);
  await page.getByRole('option').filter({ hasText: 'Table' }).first().waitFor();
  await assertAccessible(page, 'the search');
  await page.getByRole('option').filter({ hasText: 'Table' }).first().click();
  await page.waitForURL(new RegExp(`${dashboard}#/model\\?table=`));
}, (text) => text.includes('400'));
