import { expect, test } from 'vitest';
import { texts } from '../../src/lib/texts';

const sources = Object.entries(
  import.meta.glob<string>(['../../src/**/*.{ts,svelte}', '!../../src/lib/texts/**'], {
    query: '?raw',
    import: 'default',
    eager: true,
  }),
)
  .map(([, text]) => text)
  .join('\n');

// Keys that are put together: `st_${status}`.
const families = [...sources.matchAll(/`(\w+_)\$\{/g)].map((one) => one[1]!);

test('every text is said somewhere', () => {
  expect(sources.length).toBeGreaterThan(50_000);
  const unused = Object.keys(texts.en).filter(
    (key) => !sources.includes(`'${key}'`) && !families.some((family) => key.startsWith(family)),
  );
  expect(unused).toEqual([]);
});

test('both languages take the same values in each text', () => {
  const holes = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((one) => one[1]).sort();
  for (const [key, text] of Object.entries(texts.en))
    expect(holes(texts.pt[key as keyof typeof texts.en]), key).toEqual(holes(text));
});
