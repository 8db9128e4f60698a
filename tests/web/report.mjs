// A report opened from its file, with no network at all: every page is there, in its language.
import assert from 'node:assert/strict';
import { assertAccessible, count, figure, inBrowser, money, query, settle, shoot } from './browser.mjs';

const [project, file, locale] = process.argv.slice(2);
const wanted = query(project, 'SELECT SUM(total_due) AS revenue, COUNT(*) AS orders FROM fact_orders')[0];

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
  await open('sales');
  assert.equal(await page.locator('html').getAttribute('lang'), locale);
  assert.equal(await figure(page, 'revenue'), money(wanted.revenue, locale));
  assert.equal(await figure(page, 'orders'), count(wanted.orders, locale));
  for (const view of ['sales?grain=quarter', 'answers', 'model?table=Customer', 'model?of=star', 'runs', 'quality']) {
    await open(view);
    assert.equal(await page.getByRole('alert').count(), 0, `${view} has trouble`);
    await assertAccessible(page, `${view} of the report`);
    await shoot(page, `report-${view.split("?")[0]}`);
  }
  assert.deepEqual(asked, [], 'the report asks for something');
});
