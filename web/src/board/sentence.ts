// What the first screen says in words: the figure that matters, whether it goes up or down, and what moved it.
import { changeShare, columnsOf, membersOf, numberOf, type BoardPage, type Figure } from '../lib/figures';
import { percent, t } from '../lib/i18n.svelte';
import { memberText, periodName, short, signedShort, titleOf } from '../lib/values.svelte';

export const tileValue = (tile: Figure) => tile.rows[0]?.[columnsOf(tile, 'measure')[0] ?? -1] ?? null;
export const tileBefore = (tile: Figure) => tile.rows[0]?.[columnsOf(tile, 'before')[0] ?? -1] ?? null;

export function sentenceOf(page: BoardPage): string {
  const hero = page.charts.find((one) => one.kind === 'tile' && !one.failed);
  const measure = hero?.measures[0];
  if (!hero || !measure) return '';
  const now = tileValue(hero);
  const before = tileBefore(hero);
  const period = page.period
    ? periodName(page.period.from ?? page.period.first, page.period.to ?? page.period.last)
    : '';
  const values = { measure: titleOf(measure), period, value: short(measure, numberOf(now), true) };
  let text = period ? t(period.includes('–') ? 'sentenceRange' : 'sentence', values) : t('sentenceAll', values);
  const change = changeShare(now, before);
  if (change !== null && page.compare.kind !== 'none') {
    const than = {
      change: percent(Math.abs(change)).replace('+', ''),
      period: periodName(page.compare.from, page.compare.to),
    };
    text += change === 0 ? t('sentenceSame', than) : t(change > 0 ? 'sentenceUp' : 'sentenceDown', than);
  }
  const led = page.charts.find((one) => one.kind === 'change' && one.rows.length > 0 && !one.failed);
  return `${text}.${led && change ? leader(led, change) : ''}`;
}

/// Who moved it most in the direction that it went.
function leader(figure: Figure, change: number): string {
  const at = columnsOf(figure, 'change')[0] ?? -1;
  const measure = figure.measures[0]!;
  const row = figure.rows.find(
    (one) => (numberOf(one[at]) ?? 0) * change > 0 && membersOf(figure, one)[0]?.value !== null,
  );
  if (!row) return '';
  const name = memberText(figure.by[0]!, membersOf(figure, row)[0]!);
  return ` ${t('sentenceLed', { name, change: signedShort(measure, numberOf(row[at])!) })}.`;
}
