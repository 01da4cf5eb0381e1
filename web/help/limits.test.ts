import { expect, test } from 'vitest';
import { limitsOf } from '../../src/app/desk/help.ts';
import { limitHelp, type LimitHelp } from '../../src/contracts/help.ts';
import { limitsFor, rulesFor, type LimitedLot } from './limits.ts';

const limit = (id: string, more: Partial<LimitHelp>): LimitHelp => limitHelp.parse({ id, param: 'decideDays', zh: id, en: id, op: '<=', value: 5, unit: 'd', basis: null, categories: null, kinds: null, objectTypes: null, stage: null, ...more });
const rows = [limit('engineering', { categories: ['engineering'] }), limit('others', {}), limit('unset', { param: 'unset', value: null }), limit('none', { param: 'none', value: 0 }), limit('cap', { param: 'cap' }), limit('negotiation', { categories: ['gov-procurement'], kinds: ['competitive-negotiation'] })];
const shown = (lot: LimitedLot | undefined) => limitsFor(rows, lot).map(({ id }) => id);

test('a lot is told the limits of its own trade, else those of all others, and never what is not set', () => {
  expect(shown({ category: 'engineering', kind: 'open-tender' })).toEqual(['engineering', 'cap']);
  expect(shown({ category: 'gov-procurement', kind: 'competitive-negotiation' })).toEqual(['cap', 'negotiation']);
  expect(shown({ category: 'gov-procurement', kind: 'inquiry' })).toEqual(['others', 'cap']);
  expect(shown(undefined)).toEqual(['engineering', 'cap', 'negotiation']);
});

test('of the catalogue\'s own rows a lot is told those of its object and of its procedure alone', () => {
  const told = (rule: string, lot: LimitedLot) => limitsFor(limitsOf(rule), lot).map(({ id }) => id);
  const works = { category: 'engineering', kind: 'open-tender', objectType: 'works', stage: 'sealed' };
  expect(told('r-deposit-cap', works)).toEqual(['eng-deposit-rate', 'eng-deposit-cap-works']);
  expect(told('r-deposit-cap', { ...works, objectType: 'design' })).toEqual(['eng-deposit-rate', 'eng-deposit-cap-design']);
  // no cap on services is set: that of others is none of theirs
  expect(told('r-deposit-cap', { ...works, objectType: 'services' })).toEqual(['eng-deposit-rate']);
  expect(told('r-clarify-lead-time', { ...works, stage: 'noticed' })).toEqual(['eng-clarify-lead']);
  expect(told('r-clarify-lead-time', { ...works, stage: 'prequal-noticed' })).toEqual(['eng-prequal-clarify-lead']);
  expect(told('r-price-weight', { category: 'gov-procurement', kind: 'open-tender', objectType: 'goods', stage: 'accepted' })).toEqual(['gp-price-weight-goods']);
  expect(told('r-doc-issue-period', { category: 'gov-procurement', kind: 'competitive-negotiation', objectType: 'goods', stage: 'announced' })).toEqual([]);
  expect(told('r-draw-window', works)).toEqual(['draw-lead-max', 'draw-lead-remote']);
});

test('rules of other trades and of a procedure this lot has not are left out', () => {
  const all = ['r-notice-period', 'r-prequal-period', 'r-deposit-cap', 'r-no-floor-price', 'r-price-weight', 'r-sme-deduction', 'r-fair-review-passed'].map((id) => ({ id, limits: limitsOf(id) }));
  const told = (lot: LimitedLot) => rulesFor(all, lot).map(({ id }) => id);
  const works = { category: 'engineering', kind: 'open-tender', objectType: 'works', stage: 'announced', deadlines: [] };
  expect(told(works)).toEqual(['r-notice-period', 'r-deposit-cap', 'r-no-floor-price', 'r-fair-review-passed']);
  expect(told({ ...works, stage: 'prequal-noticed' })).toEqual(['r-prequal-period', 'r-fair-review-passed']);
  expect(told({ category: 'gov-procurement', kind: 'open-tender', objectType: 'goods', stage: 'announced' })).toEqual(['r-notice-period', 'r-deposit-cap', 'r-price-weight', 'r-sme-deduction', 'r-fair-review-passed']);
});
