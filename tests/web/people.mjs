// The pages in Portuguese, in the colours that somebody chose, on a phone, and by keyboard alone.
import assert from 'node:assert/strict';
import { api, assertAccessible, inBrowser, settle, visit } from './browser.mjs';

// Portuguese: by the browser's wish, or by choice; it stays chosen.
await inBrowser({ locale: 'pt-BR' }, async (page) => {
  await visit(page, '');
  assert.equal(await page.locator('html').getAttribute('lang'), 'pt-BR');
  const { pages } = await api(page, 'dashboard');
  assert.equal(await page.getByRole('heading', { level: 1 }).innerText(), pages[0].title_pt || pages[0].title);
  for (const [view, title] of Object.entries({ explore: 'Explorar', answers: 'Perguntas', console: 'Console', model: 'Dados', runs: 'Execuções', quality: 'Qualidade' })) {
    await visit(page, view);
    assert.equal(await page.getByRole('heading', { level: 1 }).innerText(), title);
    await assertAccessible(page, `${view} (pt)`);
  }
  await visit(page, '');
  await page.getByRole('button', { name: 'Ajustes' }).click();
  await page.getByLabel('Idioma').selectOption('en');
  await settle(page);
  assert.equal(await page.locator('html').getAttribute('lang'), 'en-US');
  await page.getByLabel('Theme').selectOption('dark');
  await page.reload();
  assert.equal(await page.locator('html').getAttribute('lang'), 'en-US');
  // Before the app runs, so that nothing flashes.
  assert.equal(await page.locator('html').getAttribute('data-theme'), 'dark');
});

// A phone: tabs at the bottom, and the rest behind the last of them.
await inBrowser({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }, async (page) => {
  await visit(page, '');
  const tabs = page.locator('nav.tabs:has(button)');
  const box = await tabs.boundingBox();
  assert.ok(Math.abs(box.y + box.height - 844) < 2, 'the tabs are at the bottom');
  await tabs.getByRole('link', { name: 'Quality' }).tap();
  await page.waitForURL(/quality/);
  await tabs.getByRole('button', { name: 'More' }).tap();
  await assertAccessible(page, 'the sheet of a phone');
  await tabs.getByRole('link', { name: 'Runs' }).tap();
  await page.waitForURL(/runs/);
});

// By keyboard alone: past the navigation, to a bar and a filter, to a figure's origin and back.
await inBrowser({}, async (page) => {
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent?.trim() ?? '');
  const tabTo = async (wanted) => {
    for (let i = 0; i < 160; i++) {
      await page.keyboard.press('Tab');
      if (wanted.test(await focused())) return;
    }
    assert.fail(`the Tab key never comes to ${wanted}`);
  };
  await visit(page, '');
  const { pages } = await api(page, 'dashboard');
  const board = await api(page, `pages/${pages[0].name}`);
  const ranking = board.charts.find((one) => one.kind === 'ranking' && one.rows.filter((row) => row[0] !== null).length > 1);
  await page.keyboard.press('Tab');
  assert.equal(await focused(), 'Skip to the content');
  await page.keyboard.press('Enter');
  const escaped = ranking.title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  await tabTo(new RegExp(`^More about ${escaped}$`));
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForURL(/where\./);
  await settle(page);
  await page.goBack();
  await settle(page);
  await tabTo(/^More about/);
  await page.keyboard.press('Enter');
  await tabTo(/^Where it comes from$/);
  await page.keyboard.press('Enter');
  await page.locator('[data-proof]').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  assert.match(await focused(), /^More about/, 'the focus comes back');
});
