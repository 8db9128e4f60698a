// Every page, in both themes, from phone to wide screen: nothing complains, nothing is inaccessible, nothing is wider
// than the screen.
import assert from 'node:assert/strict';
import { assertAccessible, inBrowser, shoot, visit } from './browser.mjs';

const views = {
  sales: 'sales',
  'sales-filtered': 'sales?channel=reseller&grain=month&compare=year',
  'sales-lines': 'sales?lines=1',
  answers: 'answers',
  model: 'model?table=SalesOrderDetail',
  'model-star': 'model?of=star&table=fact_sales',
  runs: 'runs',
  quality: 'quality',
};

// A theme changes colours and nothing else.
for (const [colorScheme, rules] of Object.entries({ light: [], dark: ['color-contrast', 'link-in-text-block'] })) {
  await inBrowser({ colorScheme }, async (page) => {
    for (const [name, view] of Object.entries(views)) {
      await visit(page, view);
      await shoot(page, `${name}-${colorScheme}`, { fullPage: !view.includes('lines') });
      await assertAccessible(page, `${view} (${colorScheme})`, rules);
    }
    // Charts as tables are what keyboards and screen readers use.
    await visit(page, 'sales');
    for (const button of await page.getByRole('button', { name: / as a table$/ }).all()) await button.click();
    await assertAccessible(page, `sales as tables (${colorScheme})`, rules);
  });
}

for (const width of [360, 768, 2560]) {
  await inBrowser({ viewport: { width, height: 800 } }, async (page) => {
    for (const [name, view] of Object.entries(views)) {
      await visit(page, view);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= width, `${view} is ${wide} pixels wide on a screen of ${width}`);
      await shoot(page, `${name}-${width}`);
    }
  });
}
