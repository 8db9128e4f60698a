// The page Sales: its figures are those of SQL, filters filter the others, and a figure leads to a line of an export.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { assertAccessible, count, figure, inBrowser, money, query, settle, visit } from './browser.mjs';

const project = process.argv[2];
const exportsFolder = process.argv[3];

const totals = (where) =>
  query(
    project,
    `SELECT SUM(total_due) AS revenue, COUNT(DISTINCT sales_order_id) AS orders, SUM(lines) AS lines,
       COUNT(DISTINCT NULLIF(customer_key, -1)) AS customers
     FROM (SELECT s.sales_order_id, o.order_date_key, o.territory_key, o.customer_key, o.is_online,
             s.product_key, 1 AS lines, s.total_due FROM fact_sales s JOIN fact_orders o USING (sales_order_id)
           UNION ALL SELECT sales_order_id, order_date_key, territory_key, customer_key, is_online, -1, 0, total_due
           FROM fact_orders WHERE line_count = 0) AS sold
     LEFT JOIN dim_product USING (product_key) ${where}`,
  )[0];

async function assertFigures(page, where) {
  const wanted = totals(where);
  assert.equal(await figure(page, 'revenue'), money(wanted.revenue));
  assert.equal(await figure(page, 'orders'), count(wanted.orders));
  assert.equal(await figure(page, 'lines'), count(wanted.lines));
  assert.equal(await figure(page, 'customers'), count(wanted.customers));
}

/// Shows a chart's table, which has the same figures and buttons for the keyboard.
async function table(page, title) {
  const card = page.getByRole('region', { name: title, exact: true }).first();
  await card.getByRole('button', { name: `${title} as a table` }).click();
  return card;
}

// A year with another before it.
const years = query(project, 'SELECT DISTINCT year_number AS year FROM fact_orders JOIN dim_date ON order_date_key = date_key WHERE date_key <> -1 ORDER BY 1');
const year = Number(years.at(-2).year);
const dayKey = (day) => day.toISOString().slice(0, 10).replaceAll('-', '');
const daysAfter = (day, days) => new Date(day.getTime() + days * 86_400_000);

await inBrowser({}, async (page) => {
  await visit(page, 'sales');
  assert.match(await page.title(), /^Sales · rox-bikes/);
  await assertFigures(page, '');

  // The first dashboard's own question: the sum of TotalDue by OrderDate.
  const days = query(project, 'SELECT CAST(OrderDate AS VARCHAR) AS day, SUM(TotalDue) AS revenue FROM SalesOrderHeader GROUP BY OrderDate ORDER BY OrderDate');
  const shown = await page.evaluate(async () => (await (await fetch('api/v1/sales')).json()).series);
  const byDay = new Map(shown.start.map((day, i) => [day, Number(shown.online[i]) + Number(shown.reseller[i])]));
  for (const { day, revenue } of days) assert.equal(byDay.get(day).toFixed(4), Number(revenue).toFixed(4), day);

  // A filter by a table's row; the address keeps it.
  const territories = await table(page, 'Territories');
  const before = await territories.getByRole('row').count();
  const first = territories.getByRole('row').nth(1).getByRole('button');
  const territory = Number((await first.innerText()).match(/\d+/)[0]);
  await first.click();
  await page.waitForURL(/territory=/);
  await settle(page);
  await assertFigures(page, `WHERE territory_key = ${territory}`);
  assert.equal(await territories.getByRole('row').count(), before, 'a chart is not filtered by itself');

  // A second one in the chart itself: the first bar of the best products.
  const products = page.getByRole('img', { name: 'Best products' });
  const box = await products.boundingBox();
  await products.click({ position: { x: box.width * 0.4, y: 18 } });
  await page.waitForURL(/product=/);
  await settle(page);
  const product = new URL(page.url().replace('#/', '')).searchParams.get('product');
  await assertFigures(page, `WHERE territory_key = ${territory} AND product_key = ${Number(product)}`);

  // The address is the view: another page with it shows the same.
  const address = page.url();
  const revenue = await figure(page, 'revenue');
  await page.goto('about:blank');
  await page.goto(address);
  await settle(page);
  assert.equal(await figure(page, 'revenue'), revenue);
  await page.getByRole('button', { name: 'Clear all filters' }).click();
  await settle(page);
  await assertFigures(page, '');

  // A period, with the change against the one before.
  await page.getByRole('button', { name: String(year), exact: true }).click();
  await page.waitForURL(new RegExp(`from=${year}-01-01`));
  await settle(page);
  const start = new Date(`${year}-01-01T00:00:00Z`);
  const end = new Date(`${year}-12-31T00:00:00Z`);
  const length = Math.round((end - start) / 86_400_000) + 1;
  const between = (from, to) => `WHERE order_date_key BETWEEN ${dayKey(from)} AND ${dayKey(to)}`;
  await assertFigures(page, between(start, end));
  const now = Number(totals(between(start, end)).revenue);
  const then = Number(totals(between(daysAfter(start, -length), daysAfter(start, -1))).revenue);
  const change = new Intl.NumberFormat('en-US', { style: 'percent', maximumFractionDigits: 1, signDisplay: 'exceptZero' }).format(now / then - 1);
  assert.ok((await page.locator('[data-figure=revenue]').innerText()).includes(change), change);

  // Grains, the year before, and what a filter of an attribute does.
  for (const grain of ['Week', 'Month', 'Quarter']) {
    await page.getByRole('button', { name: grain, exact: true }).click();
    await page.waitForURL(new RegExp(`grain=${grain.toLowerCase()}`));
    await settle(page);
  }
  await page.getByRole('button', { name: 'Compare with the year before' }).click();
  await page.waitForURL(/compare=/);
  await visit(page, 'sales?days_to_make=4');
  await assertFigures(page, 'WHERE days_to_manufacture = 4');
  await visit(page, 'sales?channel=reseller');
  await assertFigures(page, 'WHERE NOT is_online');

  // Zoom by the strip below the chart: what is dragged over becomes the period.
  await visit(page, 'sales?grain=month');
  const time = page.getByRole('img', { name: 'Revenue over time' });
  const area = await time.boundingBox();
  const y = area.y + area.height - 18;
  await page.mouse.move(area.x + area.width * 0.4, y);
  await page.mouse.down();
  await page.mouse.move(area.x + area.width * 0.5, y, { steps: 5 });
  await page.mouse.move(area.x + area.width * 0.6, y, { steps: 5 });
  await page.mouse.up();
  await page.waitForURL(/from=\d{4}-\d\d-01/);
  await settle(page);
  const zoomed = new URL(page.url().replace('#/', '')).searchParams;
  const key = (day) => day.replaceAll('-', '');
  await assertFigures(page, `WHERE order_date_key BETWEEN ${key(zoomed.get('from'))} AND ${key(zoomed.get('to'))}`);

  // From a figure to order lines, and from one of them to the line of its export.
  await visit(page, `sales?from=${year}-01-01&to=${year}-09-30`);
  await page.locator('[data-figure=lines]').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('table').waitFor();
  const total = totals(`WHERE order_date_key BETWEEN ${year}0101 AND ${year}0930`).lines;
  assert.match(await dialog.innerText(), new RegExp(`of ${count(total)}`));
  await assertAccessible(page, 'the order lines');
  const row = dialog.getByRole('row').nth(3);
  const [order, line] = (await row.getByRole('cell').allInnerTexts()).map((text) => text.trim());
  await row.getByRole('button').click();
  const where = await dialog.locator('.where').innerText();
  const [, file, at] = where.match(/^(.*), line ([\d,]+)$/);
  const record = readFileSync(`${exportsFolder}/${file}`, 'utf8').split(/\r?\n/)[Number(at.replaceAll(',', '')) - 1];
  assert.equal((await dialog.locator('pre').innerText()).trim(), record.trim());
  assert.ok(record.startsWith(`${order};${line};`), record);
  await assertAccessible(page, 'the origin of a line');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });

  // Nothing matches: the page says so and offers a way out.
  await visit(page, 'sales?from=1990-01-01&to=1990-12-31');
  await page.getByText('No order lines match these filters').waitFor();
  await page.getByRole('button', { name: 'Clear all filters' }).first().click();
  await settle(page);
  await assertFigures(page, '');

  // Files: a chart as PNG, a table as CSV, the lines as CSV.
  const png = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Territories as PNG' }).click();
  const picture = readFileSync(await (await png).path());
  assert.equal(picture.subarray(1, 4).toString(), 'PNG');
  assert.ok(picture.length > 3000);
  const card = await table(page, 'Territories');
  const csv = page.waitForEvent('download');
  await card.getByRole('button', { name: 'Territories as CSV' }).click();
  const rows = readFileSync(await (await csv).path(), 'utf8').trim().split('\n');
  const sums = query(project, 'SELECT SUM(total_due) AS revenue FROM fact_orders GROUP BY territory_key ORDER BY 1 DESC');
  assert.deepEqual(rows.slice(1).map((text) => text.split(',')[1]), sums.map((sum) => sum.revenue));
  await page.locator('[data-figure=lines]').click();
  const lines = page.waitForEvent('download');
  await page.getByRole('dialog').getByRole('link', { name: 'Order lines as CSV' }).click();
  assert.match(readFileSync(await (await lines).path(), 'utf8'), /^order,line,day,/);
});
