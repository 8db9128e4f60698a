import { describe, expect, test } from 'vitest';
import { addMonths, allBuckets, bucketEnd, dateLabels, isDay, parseDay, typedDay } from '../../src/charts/dates';

const wide = (text: string) => text.length * 7;
const texts = (labels: { text: string; year: string }[]) =>
  labels.map((one) => (one.year ? `${one.text} ${one.year}` : one.text));

describe('days', () => {
  test('are those that there are', () => {
    expect(isDay('2012-02-29')).toBe(true);
    for (const text of ['2013-02-29', '2013-2-1', '0002', 'banana', '', '2013-13-01'])
      expect(isDay(text), text).toBe(false);
  });

  test('are typed as the language has them', () => {
    expect(parseDay('31/01/2013', 'pt-BR')).toBe('2013-01-31');
    expect(parseDay('1/31/2013', 'en-US')).toBe('2013-01-31');
    expect(parseDay(' 2013-01-31 ', 'pt-BR')).toBe('2013-01-31');
    expect(parseDay(typedDay('2013-01-31', 'pt-BR'), 'pt-BR')).toBe('2013-01-31');
    for (const text of ['31/02/2013', '13/31/2013', '2013', '', 'ontem'])
      expect(parseDay(text, 'pt-BR'), text).toBeNull();
  });

  test('a month later is in the next month, whatever its length', () => {
    expect(addMonths('2013-01-31', 1)).toBe('2013-02-28');
    expect(addMonths('2012-03-31', -1)).toBe('2012-02-29');
    expect(addMonths('2013-12-15', 1)).toBe('2014-01-15');
  });
});

describe('buckets', () => {
  test('end on their last day', () => {
    expect(bucketEnd('2012-02-01', 'month')).toBe('2012-02-29');
    expect(bucketEnd('2013-10-01', 'quarter')).toBe('2013-12-31');
    expect(bucketEnd('2013-12-30', 'week')).toBe('2014-01-05');
    expect(bucketEnd('2013-01-01', 'year')).toBe('2013-12-31');
  });

  test('those without rows are filled in', () => {
    expect(allBuckets(['2013-11-01', '2014-02-01'], 'month')).toEqual([
      '2013-11-01',
      '2013-12-01',
      '2014-01-01',
      '2014-02-01',
    ]);
    expect(allBuckets([], 'day')).toEqual([]);
  });
});

describe('labels of dates', () => {
  const months = allBuckets(['2012-11-01', '2014-03-01'], 'month');

  test('months by name, the year only where it changes', () => {
    const labels = texts(dateLabels(months, 'month', 'en-US', 1200, wide));
    expect(labels.slice(0, 4)).toEqual(['Nov 2012', 'Dec', 'Jan 2013', 'Feb']);
    expect(labels.filter((text) => /\d{4}/.test(text))).toEqual(['Nov 2012', 'Jan 2013', 'Jan 2014']);
  });

  test('in Portuguese without a point', () => {
    expect(texts(dateLabels(months, 'month', 'pt-BR', 1200, wide))[0]).toBe('nov 2012');
    expect(texts(dateLabels(['2013-05-31'], 'day', 'pt-BR', 200, wide))).toEqual(['31/05 2013']);
  });

  test('in little room, round ones', () => {
    const labels = dateLabels(months, 'month', 'en-US', 260, wide).map((one) => one.text);
    expect(new Set(labels)).toEqual(new Set(['Jan', 'Apr', 'Jul', 'Oct']));
  });

  test.each(['day', 'week', 'month', 'quarter', 'year'] as const)('never over one another: %s', (grain) => {
    const starts = allBuckets(['2001-01-01', '2008-01-01'], grain, 5000);
    for (const room of [200, 340, 800, 1400]) {
      const slot = room / starts.length;
      const labels = dateLabels(starts, grain, 'en-US', room, wide);
      for (let i = 1; i < labels.length; i++) {
        expect((labels[i]!.index - labels[i - 1]!.index) * slot, `${grain} in ${room}`).toBeGreaterThanOrEqual(
          wide(labels[i]!.text),
        );
      }
      expect(labels.length).toBeGreaterThan(0);
    }
  });
});
