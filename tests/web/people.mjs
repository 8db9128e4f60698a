// The pages in Portuguese, in the colours that somebody chose, and by keyboard alone.
import assert from 'node:assert/strict';
import { assertAccessible, figure, inBrowser, money, pages, query, settle, shoot, visit } from './browser.mjs';

const project = process.argv[2];
const rows = query(project, 'SELECT SUM(total_due) AS revenue FROM fact_orders')[0];

// Portuguese: by the browser's wish, or by choice; it stays chosen.
await inBrowser({ locale: 'pt-BR' }, async (page) => {
  await visit(page, 'sales');
  assert.equal(await page.locator('html').getAttribute('lang'), 'pt-BR');
  assert.equal(await figure(page, 'revenue'), money(rows.revenue, 'pt-BR'));
  for (const [view, title] of Object.entries({ answers: 'Respostas', model: 'Modelo', runs: 'Execuções', quality: 'Qualidade' })) {
    await visit(page, view);
    assert.equal(await page.getByRole('heading', { level: 1 }).innerText(), title);
    await assertAccessible(page, `${view} (pt)`);
  }
  await visit(page, 'sales');
  await shoot(page, 'sales-pt');
  await page.getByLabel('Idioma').selectOption('en');
  await settle(page);
  assert.equal(await figure(page, 'revenue'), money(rows.revenue));
  await page.reload();
  await settle(page);
  assert.equal(await page.locator('html').getAttribute('lang'), 'en-US');
  await page.getByLabel('Colours').selectOption('dark');
  await page.reload();
  assert.equal(await page.locator('html').getAttribute('data-theme'), 'dark');
});

// By keyboard alone: past the navigation, to a chart's table, to a filter, to a line and back.
await inBrowser({}, async (page) => {
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent?.trim() ?? '');
  const tabTo = async (wanted) => {
    for (let i = 0; i < 120; i++) {
      await page.keyboard.press('Tab');
      if (wanted.test(await focused())) return;
    }
    assert.fail(`the Tab key never comes to ${wanted}`);
  };
  await visit(page, 'sales');
  await page.keyboard.press('Tab');
  assert.equal(await focused(), 'Skip to the content');
  await page.keyboard.press('Enter');
  await tabTo(/^Territories as a table$/);
  await page.keyboard.press('Enter');
  await tabTo(/^Territory \d+$|^Unknown$/);
  await page.keyboard.press('Enter');
  await page.waitForURL(/territory=/);
  await settle(page);
  await tabTo(/^Quality$/);
  await page.keyboard.press('Enter');
  await page.waitForURL(/quality/);
  await settle(page);
  await page.goBack();
  await settle(page);
  await tabTo(/^Revenue/);
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').getByRole('table').waitFor();
  await tabTo(/^Where line/);
  await page.keyboard.press('Enter');
  await page.locator('dialog .where').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  assert.ok(pages.length === 5);
});
