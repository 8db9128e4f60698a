// What the browser tests share: Chromium with nothing but the dashboard, what it complains about, accessibility.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const tools = createRequire(fileURLToPath(new URL('../../build/deps/test-tools/', import.meta.url)));
const { chromium } = tools('playwright-core');
const { AxeBuilder } = tools('@axe-core/playwright');

export const dashboard = process.env.DASHBOARD;

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

/// What the API answers for `path`, asked by the page itself.
export const api = (page, path) => page.evaluate(async (asked) => (await fetch(`api/v1/${asked}`)).json(), path);

/// The parameters of the view that is shown.
export const shown = (page) => new URLSearchParams(new URL(page.url()).hash.split('?')[1] ?? '');

/// The exact value of each tile of the page.
export async function tiles(page) {
  const list = await page.locator('.tile').all();
  return Object.fromEntries(await Promise.all(list.map(async (tile) => [await tile.getAttribute('data-figure'), await tile.locator('[data-exact]').getAttribute('data-exact')])));
}

/// The rows of a SELECT on the project's warehouse, as objects of texts.
export function query(project, sql) {
  const out = execFileSync(process.env.ROX, ['query', '-C', project, '--json', sql], { encoding: 'utf8' });
  const { columns, rows } = JSON.parse(out);
  return rows.map((row) => Object.fromEntries(columns.map((column, i) => [column.name, row[i]])));
}

export const count = (number, locale = 'en-US') => new Intl.NumberFormat(locale).format(number);

/// A row as the API has it: numbers are texts, too.
export const texts = (row) => Object.values(row).map((value) => (value === null ? null : String(value)));

/// The page's figures by the SQL that it gives for each, asked of the warehouse by `rox query`.
export async function assertFigures(page, project, name) {
  const params = shown(page).toString();
  const board = await api(page, `pages/${name}${params ? `?${params}` : ''}`);
  const exact = await tiles(page);
  assert.ok(board.charts.length > 0, 'the page has figures');
  for (const chart of board.charts) {
    assert.equal(chart.failed, null, `${chart.id}: ${chart.failed}`);
    const rows = query(project, chart.sql).map(texts);
    if (chart.kind !== 'tile') continue;
    const at = chart.columns.findIndex((column) => column.role === 'measure');
    assert.equal(rows.length, 1, chart.id);
    assert.equal(exact[chart.id] ?? null, rows[0][at] ?? null, `${chart.id} isn't what its SQL says`);
  }
  return board;
}
