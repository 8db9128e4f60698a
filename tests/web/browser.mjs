// What the browser tests share: Chromium with nothing but the dashboard, what it complains about, accessibility.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const tools = createRequire(fileURLToPath(new URL('../../build/deps/test-tools/', import.meta.url)));
const { chromium } = tools('playwright-core');
const { AxeBuilder } = tools('@axe-core/playwright');

export const dashboard = process.env.DASHBOARD;
export const pages = ['sales', 'answers', 'model', 'runs', 'quality'];

/// Runs `test(page, context)` in a fresh browser; anything on the page's console fails it, but for what `expected` lets pass.
export async function inBrowser(options, test, expected = () => false) {
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'],
  });
  try {
    const context = await browser.newContext({ locale: 'en-US', timezoneId: 'UTC', viewport: { width: 1440, height: 900 }, ...options });
    context.setDefaultTimeout(15_000);
    const page = await context.newPage();
    const complaints = [];
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type()) && !expected(message.text())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    await test(page, context);
    assert.deepEqual(complaints, [], 'the console has complaints');
  } finally {
    await browser.close();
  }
}

/// Opens a view and waits until what it fetches is there.
export async function visit(page, view) {
  await page.goto(`${dashboard}#/${view}`);
  await settle(page);
}

export async function settle(page) {
  await page.waitForFunction(() => !document.querySelector('[aria-busy=true], .dim'));
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
}

/// WCAG 2.2 A and AA, and axe's best practices; or only the `rules` that are named.
export async function assertAccessible(page, what, rules = []) {
  const axe = new AxeBuilder({ page });
  const { violations } = await (rules.length ? axe.withRules(rules) : axe).analyze();
  const told = violations.map((one) => `${one.id}: ${one.help}: ${one.nodes.slice(0, 3).map((node) => node.target.join(' ')).join(' | ')}`);
  assert.deepEqual(told, [], `${what} is not accessible`);
}

/// A picture for people to look at, in the folder $SHOTS; nothing without it.
export async function shoot(page, name, options = { fullPage: true }) {
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${name}.png`, ...options });
}

/// The figure on top of the page Sales, as text.
export const figure = (page, name) => page.locator(`[data-figure=${name}] strong`).innerText();

/// The rows of a SELECT on the project's warehouse, as objects of texts.
export function query(project, sql) {
  const out = execFileSync(process.env.ROX, ['query', '-C', project, '--json', sql], { encoding: 'utf8' });
  const { columns, rows } = JSON.parse(out);
  return rows.map((row) => Object.fromEntries(columns.map((column, i) => [column.name, row[i]])));
}

/// As the dashboard writes money and counts in that language.
export const money = (text, locale = 'en-US') =>
  new Intl.NumberFormat(locale, { style: 'currency', currency: 'USD', minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(text);
export const count = (number, locale = 'en-US') => new Intl.NumberFormat(locale).format(number);
