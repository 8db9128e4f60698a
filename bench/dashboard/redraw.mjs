// How long a change of the filters takes until all of the first page is drawn anew: from setting the address to the
// frame after the last chart. And how long the first page takes, in a browser that has nothing of it yet.
import { dashboard, inBrowser, settle } from '../../tests/web/browser.mjs';

const changes = [
  'where.territory=4', 'where.territory=4&where.territory=9', 'where.channel=true', 'where.channel=false', 'period=all',
  'period=all&where.territory=1', 'not.channel=true', 'period=last_month', 'compare=year', 'compare=none',
  'from=2013-01-01&to=2013-12-31', 'from=2013-01-01&to=2013-12-31&where.territory=1', 'from=2012-06-01&to=2012-08-31',
  'from=2014-01-01', 'to=2011-12-31', 'where.territory=10&not.channel=false', 'min.total_due=1000',
  'from=2013-03-01&to=2013-03-31&where.channel=false', 'missing.customer=except', 'where.territory=7&period=last_year',
  'grain=week', 'grain=day&period=last_90_days', 'grain=quarter&period=all&where.territory=2', '',
];
const quantile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];

await inBrowser({}, async (page) => {
  const start = performance.now();
  await page.goto(`${dashboard}#/`);
  await page.locator('.tile[data-figure]').first().waitFor();
  await settle(page);
  const first = performance.now() - start;
  // In the page, so that the driver's own time isn't in it.
  const times = await page.evaluate(async (changes) => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const times = [];
    for (let round = 0; round < 3; round++) {
      for (const change of changes) {
        const begin = performance.now();
        location.hash = `#/?${change}`;
        await frame();
        while (document.querySelector('.dim, [aria-busy=true]')) await frame();
        await frame();
        times.push(performance.now() - begin);
      }
    }
    return times;
  }, changes);
  const cold = times.slice(0, changes.length).sort((a, b) => a - b);
  const cached = times.slice(changes.length).sort((a, b) => a - b);
  const line = (name, sorted) =>
    `${name}: median ${quantile(sorted, 0.5).toFixed(0)} ms, 95th percentile ${quantile(sorted, 0.95).toFixed(0)} ms, longest ${sorted.at(-1).toFixed(0)} ms (${sorted.length} changes)`;
  console.log(`first page: ${first.toFixed(0)} ms`);
  console.log(line('a change of filters', cold));
  console.log(line('one that was asked before', cached));
}, () => true);
