// The first page: its figures are those of SQL, they filter each other, and a figure leads to its SQL, to rows, and to the
// line of an export.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { api, assertAccessible, assertFigures, count, inBrowser, query, settle, shown, tiles, visit } from './browser.mjs';

const [project, exportsFolder] = process.argv.slice(2);

/// The rankings of a page that have a bar to press.
const rankings = (board) => board.charts.filter((one) => one.kind === 'ranking' && one.rows.some((row) => row[0] !== null));

await inBrowser({}, async (page) => {
  await visit(page, '');
  const { pages } = await api(page, 'dashboard');
  const { name, fact } = pages[0];
  const board = await assertFigures(page, project, name);
  assert.ok((await page.locator('[data-sentence]').innerText()).length > 20);

  // Rows without a value are a note, never a bar (U4).
  for (const chart of rankings(board)) {
    const bars = await page.locator(`[data-figure="${chart.id}"] .spot`).count();
    assert.equal(bars, chart.rows.filter((row) => row[0] !== null).length, chart.id);
  }

  // A bar filters everything but its own chart; the address keeps it; Shift adds a second, Alt leaves it out.
  const [first] = rankings(board);
  const card = page.locator(`[data-figure="${first.id}"]`);
  const spots = card.locator('.spot');
  const bars = await spots.count();
  const pressed = async (spot, modifiers) => {
    const before = page.url();
    await spot.click({ modifiers });
    await page.waitForFunction((old) => location.href !== old, before);
    await settle(page);
  };
  await pressed(spots.first());
  const dimension = first.by[0].name;
  assert.equal(shown(page).getAll(`where.${dimension}`).length, 1);
  assert.equal(await spots.count(), bars, 'a chart is not filtered by itself');
  await assertFigures(page, project, name);
  const one = await tiles(page);
  if (bars > 1) {
    await pressed(spots.nth(1), ['Shift']);
    assert.equal(shown(page).getAll(`where.${dimension}`).length, 2);
    await assertFigures(page, project, name);
    await pressed(spots.nth(1), ['Alt']);
    assert.deepEqual([shown(page).getAll(`where.${dimension}`).length, shown(page).getAll(`not.${dimension}`).length], [1, 1]);
    await assertFigures(page, project, name);
  }

  // The address is the view.
  await visit(page, `?${new URLSearchParams([[`where.${dimension}`, shown(page).get(`where.${dimension}`)]])}`);
  assert.deepEqual(await tiles(page), one);
  await page.getByRole('button', { name: /^Remove filter/ }).first().click();
  await page.waitForFunction(() => !location.hash.includes('where.'));
  await settle(page);
  await assertFigures(page, project, name);

  // A period: what is no day, and a From after its To, are refused before they are asked for; others are taken as a whole.
  const { first: start, last: end } = board.period;
  const asked = [];
  page.on('request', (request) => request.url().includes('/pages/') && asked.push(request.url()));
  await page.locator('[data-period]').click();
  await page.getByLabel('From', { exact: true }).fill('2013-02-30');
  await page.getByText('Not a date').waitFor();
  assert.ok(await page.getByRole('button', { name: 'Apply' }).isDisabled());
  await page.getByLabel('From', { exact: true }).fill(end);
  await page.getByLabel('To', { exact: true }).fill(start);
  await page.getByText('From is after To').waitFor();
  await assertAccessible(page, 'the period');
  await page.getByLabel('From', { exact: true }).fill(`${end.slice(0, 4)}-01-01`);
  await page.getByLabel('To', { exact: true }).fill(end);
  assert.deepEqual(asked, [], 'typing asks for nothing');
  await page.getByRole('button', { name: 'Apply' }).click();
  await page.waitForURL(/from=\d{4}-01-01/);
  await settle(page);
  await assertFigures(page, project, name);
  for (const choice of ['year', 'none', 'prev']) {
    await page.getByLabel('Compare with').selectOption(choice);
    await page.waitForURL(new RegExp(`compare=${choice}`));
    await settle(page);
    await assertFigures(page, project, name);
  }

  // Dragging over a chart with time makes a period.
  if (board.charts.some((one) => one.kind === 'time')) {
    await visit(page, '?period=all&grain=month');
    const time = page.locator('[data-figure]').filter({ has: page.getByRole('group', { name: 'Group by' }) }).locator('svg[role=group]').first();
    await time.scrollIntoViewIfNeeded();
    const box = await time.boundingBox();
    await page.mouse.move(box.x + box.width * 0.4, box.y + box.height * 0.5);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.6, box.y + box.height * 0.5, { steps: 6 });
    await page.mouse.up();
    await page.waitForURL(/from=\d{4}-\d\d-01/);
    await settle(page);
    await assertFigures(page, project, name);
  }

  // Nothing matches: the page says so and offers a way out.
  await visit(page, '?from=1890-01-01&to=1890-12-31');
  await page.getByRole('heading', { name: 'No rows match' }).waitFor();
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await settle(page);
  assert.equal(shown(page).get('period'), 'all');

  // Where a figure comes from: its SQL, and the rows, each with its line of the export.
  await visit(page, '');
  const hero = page.locator('.tile').first();
  const menu = hero.getByRole('button', { name: /^More about/ });
  await menu.click();
  await page.getByRole('button', { name: 'Where it comes from' }).click();
  const proof = page.locator('[data-proof]');
  assert.equal((await proof.locator('pre').first().innerText()).trim(), board.charts.find((one) => one.kind === 'tile').sql.trim());
  const { columns } = await api(page, `lineage?${new URLSearchParams({ sql: board.charts.find((one) => one.kind === 'tile').sql })}`);
  assert.ok(columns.length > 0, 'a figure depends on columns');
  const behind = await proof.locator('[data-columns]').innerText();
  assert.ok(columns.some((one) => behind.includes(`${one.table}.${one.column}`)), behind);
  await assertAccessible(page, 'where a figure comes from');
  await proof.getByRole('button', { name: 'Show the rows' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('table').waitFor();
  assert.match(await dialog.innerText(), new RegExp(`of ${count(board.rows)}`));
  await assertAccessible(page, 'the rows');
  const rows = await api(page, `rows?fact=${encodeURIComponent(fact)}`);
  if (rows.origin && rows.keys) {
    await dialog.getByRole('row').nth(3).getByRole('button').click();
    const where = await dialog.locator('[data-origin]').innerText();
    const [, file, at] = where.match(/^(.*), line ([\d,]+)$/);
    const record = readFileSync(`${exportsFolder}/${file}`, 'utf8').split(/\r?\n/)[Number(at.replaceAll(',', '')) - 1];
    assert.equal((await dialog.locator('pre').innerText()).trim(), record.trim());
    await assertAccessible(page, 'the origin of a row');
  }
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });

  // Files: a chart as PNG and SVG, all of its rows as CSV.
  const file = async (choice) => {
    const saved = page.waitForEvent('download');
    await card.getByRole('button', { name: /^More about/ }).click();
    await card.locator('li').getByText(choice, { exact: true }).click();
    return readFileSync(await (await saved).path());
  };
  const png = await file('Picture (PNG)');
  assert.equal(png.subarray(1, 4).toString(), 'PNG');
  assert.ok(png.length > 3000);
  const svg = (await file('Drawing (SVG)')).toString();
  assert.ok(svg.includes(board.project ?? '<title>') && svg.includes('<text'));
  const csv = (await file('CSV')).toString().trim().split('\n');
  const all = await api(page, `figures?${new URLSearchParams([['fact', fact], ['measure', first.measures[0].name], ['by', dimension], ['top', '0'], ['from', board.period.from ?? start], ['to', board.period.to ?? end]])}`);
  assert.equal(csv.length - 1, all.rows.length, 'the CSV has all rows');
});
