import { describe, expect, test } from 'vitest';
import { categories, limit, limits, paramNames } from '../../catalogue/index.ts';
import { judgePeriod, dueAt, earliestAt } from './limits.ts';
import { limitInteger, limitValue, mustParam, param, satisfies } from './params.ts';
import { rational } from './rational.ts';

const at = (text: string): number => Date.parse(`${text.replace(' ', 'T')}+08:00`);

describe('the row that applies', () => {
  test('category outranks kind', () => {
    expect(param('minBidPeriod', { category: 'engineering', kind: 'open-tender' })?.id).toBe('eng-bid-period');
    expect(param('minBidPeriod', { category: 'gov-procurement', kind: 'inquiry' })?.id).toBe('gp-inquiry-period');
    expect(param('minBidPeriod', { category: 'state-property', kind: 'open-tender' })?.id).toBe('other-bid-period');
    expect(param('minBidPeriod', { category: 'state-property', kind: 'listing' })?.id).toBe('other-bid-period-short');
    expect(param('minBidders', { category: 'land-use-right', kind: 'listing' })?.id).toBe('other-min-listing');
    expect(param('minBidders', { category: 'land-use-right', kind: 'auction' })?.id).toBe('land-auction-min-bidders');
  });
  test('kind outranks stage, stage applies where named', () => {
    const gp = { category: 'gov-procurement', kind: 'open-tender' } as const;
    expect(param('minCommittee', { ...gp, stage: 'large' })?.id).toBe('gp-committee-large');
    expect(param('minCommittee', gp)?.id).toBe('gp-committee-min');
    expect(param('minCommittee', { category: 'gov-procurement', kind: 'inquiry', stage: 'large' })?.id).toBe('gp-nego-committee-large');
    expect(param('minCommittee', { category: 'gov-procurement', kind: 'competitive-consultation', stage: 'large' })?.id).toBe('gp-nego-committee-min');
    expect(param('drawLead', { stage: 'remote' })?.id).toBe('draw-lead-remote');
  });
  test('object type selects', () => {
    const id = (objectType: string): string | undefined => param('depositCap', { category: 'engineering', objectType })?.id;
    expect([id('works'), id('design'), id('services')]).toEqual(['eng-deposit-cap-works', 'eng-deposit-cap-design', 'eng-deposit-cap-services']);
  });
  test('is one for every case of every parameter', () => {
    const stages = [undefined, ...new Set(limits.map((row) => row.stage).filter((stage) => stage !== null))];
    const types = [undefined, ...new Set(limits.flatMap((row) => row.objectTypes ?? []))];
    let found = 0;
    for (const name of paramNames) {
      for (const category of categories) {
        for (const kind of category.kinds) {
          for (const objectType of types) {
            // An ambiguous row throws.
            for (const stage of stages) found += param(name, { category: category.id, kind: kind.id, objectType, stage }) ? 1 : 0;
          }
        }
      }
    }
    expect(found).toBeGreaterThan(10_000);
  });
});

test('two thirds is an exact fraction: six experts of nine satisfy it', () => {
  const share = mustParam('expertShare');
  expect(limitValue(share)).toEqual(rational(2n, 3n));
  expect([satisfies(share, rational(6n, 9n)), satisfies(share, rational(4n, 6n)), satisfies(share, rational(3n, 5n))]).toEqual([true, true, false]);
});

test('no limit holds always', () => {
  const row = mustParam('changeCap', { category: 'engineering', kind: 'open-tender' });
  expect(limitValue(row)).toBeUndefined();
  expect(satisfies(row, rational(10n ** 30n))).toBe(true);
  expect(judgePeriod(mustParam('decideDays', { category: 'engineering' }), 0, 10 ** 13)).toEqual({ holds: true, warning: false });
  expect(dueAt(mustParam('decideDays', { category: 'engineering' }), 0)).toBeUndefined();
  expect(() => limitInteger(row)).toThrow('eng-change-cap');
});

describe('periods', () => {
  test('20 days from documents to deadline', () => {
    const row = limit('eng-bid-period');
    expect(judgePeriod(row, at('2026-03-01 15:00'), at('2026-03-21 09:00')).holds).toBe(true);
    expect(judgePeriod(row, at('2026-03-01 15:00'), at('2026-03-20 23:00')).holds).toBe(false);
    expect(earliestAt(row, at('2026-03-01 15:00')).at).toBe(at('2026-03-21 00:00'));
  });
  test('a refund within 24 hours, to the millisecond and rest days included', () => {
    const row = limit('refund-promise');
    const from = at('2026-10-01 09:00');
    expect(judgePeriod(row, from, from + 86_400_000).holds).toBe(true);
    expect(judgePeriod(row, from, from + 86_400_001).holds).toBe(false);
  });
  test('the law sets 5 days, which roll over a rest day, in engineering and 5 working days in procurement', () => {
    expect(dueAt(limit('eng-deposit-refund-law'), at('2026-03-02 10:00'))?.at).toBe(at('2026-03-10 00:00'));
    expect(dueAt(limit('gp-refund-loser-law'), at('2026-03-02 10:00'))?.at).toBe(at('2026-03-10 00:00'));
    expect(dueAt(limit('gp-refund-loser-law'), at('2026-03-06 10:00'))?.at).toBe(at('2026-03-14 00:00'));
    expect(judgePeriod(limit('eng-deposit-refund-law'), at('2026-03-02 10:00'), at('2026-03-10 00:00')).holds).toBe(false);
  });
  test('exact ones, months and years', () => {
    expect(judgePeriod(limit('auction-countdown'), 0, 300_000).holds).toBe(true);
    expect(judgePeriod(limit('auction-countdown'), 0, 300_001).holds).toBe(false);
    expect(judgePeriod(limit('gp-result-publicity'), at('2026-03-05 10:00'), at('2026-03-06 20:00')).holds).toBe(true);
    expect(judgePeriod(limit('gp-result-publicity'), at('2026-03-05 10:00'), at('2026-03-09 20:00')).holds).toBe(false);
    expect(dueAt(limit('sp-validity'), at('2026-03-31 10:00'))?.at).toBe(at('2027-04-01 00:00'));
    expect(earliestAt(limit('retention-years'), at('2026-03-31 10:00')).at).toBe(at('2041-03-31 00:00'));
    expect(judgePeriod(limit('retention-years'), at('2026-03-31 10:00'), at('2041-03-31 00:00')).holds).toBe(true);
  });
  test('every period of the catalogue can be judged', () => {
    const periods = limits.filter((row) => ['d', 'wd', 'h', 'min', 's', 'month', 'y'].includes(row.unit) && row.value !== null);
    const from = at('2026-03-02 10:00');
    const kept = periods.filter((row) => row.op === '>=').filter((row) => judgePeriod(row, from, earliestAt(row, from).at).holds);
    expect(kept.length).toBe(periods.filter((row) => row.op === '>=').length);
    const late = periods.filter((row) => row.op === '<=').filter((row) => judgePeriod(row, from, (dueAt(row, from)?.at ?? 0) + 1).holds);
    expect(late).toEqual([]);
  });
});
