// Every page, in both themes and languages, from phone to wide screen: nothing complains, nothing is inaccessible, nothing
// is wider than the screen.
import assert from 'node:assert/strict';
import { api, assertAccessible, dashboard, inBrowser, shoot, visit } from './browser.mjs';

const label = process.argv[2] ?? 'project';

const views = {};
await inBrowser({}, async (page) => {
  await visit(page, '');
  const { pages, facts } = await api(page, 'dashboard');
  const { tables } = await api(page, 'model');
  views.overview = '';
  for (const one of pages.slice(1, 4)) views[one.name] = `page/${encodeURIComponent(one.name)}`;
  const fact = facts.find((one) => one.name === pages[0]?.fact);
  if (fact?.times.length) views.everything = '?period=all&compare=year';
  views.explore = 'explore';
  if (fact) {
    const asked = (by, view, measures = fact.measures.slice(0, 1)) =>
      `explore?${new URLSearchParams([['fact', fact.name], ...measures.map((one) => ['measure', one.name]), ...by.map((one) => ['by', one]), ['view', view]])}`;
    const plain = fact.dimensions.filter((one) => !one.measured).map((one) => one.name);
    const time = fact.times[0]?.name;
    if (time) for (const view of ['line', 'area', 'table']) views[`explore-${view}`] = asked([time], view);
    if (plain[0]) views['explore-ranking'] = asked([plain[0]], 'bar');
    if (plain[1]) for (const view of ['heat', 'pivot', 'stacked']) views[`explore-${view}`] = asked(plain.slice(0, 2), view);
    if (time && plain[0]) views['explore-lines'] = asked([time, plain[0]], 'line');
    if (plain[0] && fact.measures[1]) views['explore-scatter'] = asked([plain[0]], 'scatter', fact.measures.slice(0, 2));
    const measured = fact.dimensions.find((one) => one.measured);
    if (measured) views['explore-histogram'] = asked([measured.name], 'histogram');
  }
  views.answers = 'answers';
  views.console = `console?${new URLSearchParams({ sql: 'SELECT 1 AS one' })}`;
  views.model = `model?${new URLSearchParams({ table: tables[0]?.name ?? '' })}`;
  views['model-last'] = `model?${new URLSearchParams({ table: tables.at(-1)?.name ?? '' })}`; // a mart, if there is one
  views['model-exports'] = 'model?of=exports';
  views['model-star'] = 'model?of=star';
  views.runs = 'runs';
  views.quality = 'quality';
});

// What Explore draws is the same kind of chart everywhere: all of them in light and on a phone, the other pages everywhere.
const main = Object.fromEntries(Object.entries(views).filter(([name]) => !name.startsWith('explore-')));

/// What can be opened on a page is looked at, too.
const look = async (page, view) => {
  await visit(page, view);
  for (const closed of await page.locator('[data-lineage] > summary').all()) await closed.click();
};

// A theme changes colours and nothing else.
for (const [colorScheme, rules] of Object.entries({ light: [], dark: ['color-contrast', 'link-in-text-block'] })) {
  await inBrowser({ colorScheme }, async (page) => {
    for (const [name, view] of Object.entries(colorScheme === 'light' ? views : main)) {
      await look(page, view);
      await shoot(page, `${label}-${name}-${colorScheme}`);
      assert.equal(await page.getByRole('alert').count(), 0, `${view}: ${await page.getByRole('alert').allInnerTexts()}`);
      await assertAccessible(page, `${view} (${colorScheme})`, rules);
    }
  });
}

for (const [width, locale] of [[390, 'pt-BR'], [820, 'en-US'], [2560, 'en-US']]) {
  await inBrowser({ viewport: { width, height: 844 }, locale }, async (page) => {
    for (const [name, view] of Object.entries(width === 390 ? views : main)) {
      await look(page, view);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= width, `${view} is ${wide} pixels wide on a screen of ${width}`);
      await shoot(page, `${label}-${name}-${width}`);
    }
  });
}

// The first page asks for each thing once, loads nothing but what the program has, and at most 150 KB of it.
await inBrowser({}, async (page) => {
  const asked = [];
  const sizes = [];
  page.on('request', (request) => asked.push(request.url()));
  page.on('requestfinished', (request) => sizes.push(request.sizes()));
  await visit(page, '');
  await page.waitForLoadState('networkidle');
  const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size.responseBodySize, 0);
  for (const url of asked) assert.ok(url.startsWith(dashboard), url);
  const paths = asked.map((url) => url.slice(dashboard.length)).filter((url) => url.startsWith('api/'));
  assert.deepEqual([...new Set(paths)], paths, 'something is asked for twice');
  assert.ok(bytes > 50_000 && bytes <= 150 * 1024, `the first page has ${bytes} bytes`);
});
