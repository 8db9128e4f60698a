// The pages beside those of the project show what the warehouse, the ledger and the checks say.
import assert from 'node:assert/strict';
import { count, inBrowser, query, settle, shown, visit } from './browser.mjs';

const project = process.argv[2];

await inBrowser({}, async (page) => {
  // Answers: the first rows of each, by the very files that `rox run` wrote.
  await visit(page, 'answers');
  const q2 = page.getByRole('region', { name: 'Best-selling products by days to manufacture, and overall' }).first();
  const wanted = query(project, 'SELECT Name FROM (SELECT p.Name, SUM(d.OrderQty) AS n FROM SalesOrderDetail d JOIN Product p USING (ProductID) GROUP BY p.ProductID, p.Name ORDER BY n DESC, p.ProductID LIMIT 1)');
  assert.ok((await q2.innerText()).includes(wanted[0].Name));
  const q5 = page.getByRole('region', { name: 'Large orders of a month' }).first();
  const of = (month) => count(query(project, `SELECT COUNT(*) AS n FROM SalesOrderHeader WHERE OrderDate >= DATE '${month}-01' AND OrderDate < DATE '${month}-01' + INTERVAL 1 MONTH AND TotalDue > 1000`)[0].n);
  await q5.getByText(`of ${of('2011-09')}`).waitFor();
  await q5.getByRole('textbox', { name: 'month' }).fill('2013-06');
  await q5.getByRole('button', { name: 'Run', exact: true }).click();
  await q5.getByText(`of ${of('2013-06')}`).waitFor();
  await q5.getByRole('textbox', { name: 'month' }).fill("2013' OR 1=1 --");
  await q5.getByRole('button', { name: 'Run', exact: true }).click();
  await q5.getByRole('alert').waitFor();
  assert.match(await q5.getByRole('alert').innerText(), /month/);

  // Model: the diagram's tables can be chosen; statistics and evidence come from the warehouse.
  await visit(page, 'model?of=exports');
  await page.locator('g.node[data-table=Customer]').click();
  await page.waitForURL(/table=Customer/);
  await settle(page);
  const details = page.locator('main');
  const customers = query(project, 'SELECT COUNT(*) AS n, COUNT(*) - COUNT(PersonID) AS missing FROM Customer')[0];
  const text = await details.innerText();
  assert.ok(text.includes(`Proven by the load: ${count(customers.n)} rows`));
  assert.ok((await details.getByRole('row', { name: /^PersonID/ }).innerText()).includes(count(customers.missing)));
  await page.getByRole('button', { name: 'Star schema' }).click();
  await page.getByRole('button', { name: 'Zoom in' }).click();
  await page.locator('g.node[data-table=fact_sales]').focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(/table=fact_sales/);
  await page.getByText('order_date_key → dim_date (date_key)').waitFor();

  // Runs: the newest run, its steps and rows.
  await visit(page, 'runs');
  const sales = query(project, 'SELECT COUNT(*) AS n FROM fact_sales')[0].n;
  assert.ok((await page.locator('[data-step="transform.fact_sales"]').textContent()).includes(count(sales)));

  // Quality: read = loaded + rejected.
  await visit(page, 'quality');
  const files = query(project, 'SELECT SUM(records) AS read, SUM("rows") AS loaded, SUM(rejects) AS rejected FROM rox.files')[0];
  await page.getByText(`${count(files.read)} rows read = ${count(files.loaded)} loaded + ${count(files.rejected)} rejected`).waitFor();
  assert.equal(await page.locator('main [data-verdict].card').getAttribute('data-verdict'), Number(files.rejected) > 0 ? 'rejected' : 'loaded');
  const rejected = query(project, 'SELECT raw, line FROM rox.rejects ORDER BY "table", file, line LIMIT 1')[0];
  if (rejected) await page.getByRole('row').filter({ hasText: rejected.raw.slice(0, 40) }).first().waitFor();
  if (rejected) {
    // A cell of the grid chooses its rows.
    await page.getByRole('group', { name: 'Rejected rows by table and reason' }).locator('.spot').first().press('Enter');
    await page.waitForURL(/code=/);
    await settle(page);
    const params = shown(page);
    const one = query(project, `SELECT raw FROM rox.rejects WHERE "table" = '${params.get('table')}' AND code = '${params.get('code')}' ORDER BY file, line LIMIT 1`)[0];
    await page.getByRole('row').filter({ hasText: one.raw.slice(0, 40) }).first().waitFor();
    assert.equal(await page.getByRole('alert').count(), 0);
  }
  const failing = query(project, "SELECT COUNT(*) AS n FROM SalesOrderHeader WHERE ShipDate > DueDate")[0].n;
  if (failing > 0) {
    const late = page.locator('[data-check=shipped_late]');
    await late.getByText('Rows', { exact: true }).click();
    await late.getByRole('link', { name: 'All kept rows as CSV' }).waitFor();
  }
}, (text) => text.includes('400'));
