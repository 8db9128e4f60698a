// A report opened from its file, with no network at all: every page is there, in its language.
import assert from 'node:assert/strict';
import { assertAccessible, inBrowser, query, settle, shoot, texts, tiles } from './browser.mjs';

const [project, file, locale] = process.argv.slice(2);

// A browser that speaks neither of the languages: the report's own is shown.
await inBrowser({ locale: 'fr-FR' }, async (page, context) => {
  const asked = [];
  page.on('request', (request) => {
    if (!/^(file|data|blob):/.test(request.url())) asked.push(request.url());
  });
  await context.setOffline(true);
  const open = async (view) => {
    await page.goto(`file://${file}#/${view}`);
    await settle(page);
  };
  await open('');
  assert.equal(await page.locator('html').getAttribute('lang'), locale);
  const answers = JSON.parse(await page.locator('#rox-report').textContent());
  const board = answers[`pages/${answers.dashboard.pages[0].name}`];
  const exact = await tiles(page);
  for (const tile of board.charts.filter((one) => one.kind === 'tile')) {
    const at = tile.columns.findIndex((column) => column.role === 'measure');
    assert.equal(exact[tile.id], texts(query(project, tile.sql)[0])[at], tile.id);
  }
  // Nothing looks as if it could be pressed that can't.
  assert.equal(await page.locator('.spot[role=button]').count(), 0);
  const table = encodeURIComponent(answers.model.tables[0].name);
  for (const view of ['', 'answers', `model?table=${table}`, 'model?of=star', 'runs', 'quality']) {
    await open(view);
    assert.equal(await page.getByRole('alert').count(), 0, `${view} has trouble`);
    await assertAccessible(page, `${view} of the report`);
    await shoot(page, `report-${view.split('?')[0] || 'overview'}`);
  }
  assert.deepEqual(asked, [], 'the report asks for something');
});
