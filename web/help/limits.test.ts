import { expect, test } from 'vitest';
import { limitHelp, type LimitHelp } from '../../src/contracts/help.ts';
import { limitsFor } from './limits.ts';

const limit = (id: string, more: Partial<LimitHelp>): LimitHelp => limitHelp.parse({ id, param: 'decideDays', zh: id, en: id, op: '<=', value: 5, unit: 'd', basis: null, categories: null, kinds: null, ...more });
const rows = [limit('engineering', { categories: ['engineering'] }), limit('others', {}), limit('unset', { value: null }), limit('none', { value: 0 }), limit('cap', { param: 'cap' }), limit('negotiation', { categories: ['gov-procurement'], kinds: ['competitive-negotiation'] })];
const shown = (lot: Parameters<typeof limitsFor>[1]) => limitsFor(rows, lot).map(({ id }) => id);

test('a lot is told the limits of its own trade, else those of all others, and never what is not set', () => {
  expect(shown({ category: 'engineering', kind: 'open-tender' })).toEqual(['engineering', 'cap']);
  expect(shown({ category: 'gov-procurement', kind: 'competitive-negotiation' })).toEqual(['cap', 'negotiation']);
  expect(shown({ category: 'gov-procurement', kind: 'inquiry' })).toEqual(['others', 'cap']);
  expect(shown(undefined)).toEqual(['engineering', 'cap', 'negotiation']);
});
