// A dashboard that asks for its token: people type it in once.
import assert from 'node:assert/strict';
import { assertAccessible, dashboard, inBrowser, settle } from './browser.mjs';

const token = process.argv[2];

await inBrowser({}, async (page) => {
  await page.goto(dashboard);
  await page.getByRole('heading', { name: 'This dashboard wants its token' }).waitFor();
  await assertAccessible(page, 'the page that asks for the token');
  await page.getByLabel('Token').fill('wrong-wrong-wrong-wrong');
  await page.getByRole('button', { name: 'Open' }).click();
  await page.getByRole('heading', { name: 'This dashboard wants its token' }).waitFor();
  await page.getByLabel('Token').fill(token);
  await page.getByRole('button', { name: 'Open' }).click();
  await page.locator('[data-figure]').first().waitFor();
  await settle(page);
  assert.ok(!page.url().includes(token), 'the token stays in the address');
  await page.reload();
  await page.locator('[data-figure]').first().waitFor();
}, (text) => text.includes('401'));
