import { expect, test } from 'vitest';
import { inView, viewRoles } from './role-view.ts';

test('a desk is looked at by the roles that stand in lots apart', () => {
  expect(viewRoles({ roles: ['subject', 'tenderer', 'bidder'] })).toEqual(['tenderer', 'bidder']);
  expect(viewRoles({ roles: ['centre-a'] })).toEqual([]);
});

test('as a bidder one sees own bids and what may become one, not own tenders', () => {
  expect([['bidder'], [], ['tenderer'], ['tenderer', 'bidder']].map((as) => inView(as, 'bidder'))).toEqual([true, true, false, true]);
  expect([['member'], ['tenderer']].map((as) => inView(as, 'expert'))).toEqual([true, false]);
});
