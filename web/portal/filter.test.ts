import { expect, test } from 'vitest';
import { changed, feedParams, narrowed, readFilter, searchParams } from './filter.ts';

test('an address that is not understood asks for nothing', () => {
  expect(readFilter({ q: '  ', stage: '__proto__', category: 'x', region: '33a', min: '-1', from: '2026-13-01', sort: 'worst', type: 7 })).toEqual({});
  expect(readFilter({ q: ' 桥 ', stage: 'bidding', region: '3301', min: '100', from: '2026-12-01', sort: 'amount', kind: 'inquiry' }))
    .toEqual({ q: '桥', stage: 'bidding', region: '3301', min: '100', from: '2026-12-01', sort: 'amount', kind: 'inquiry' });
});

test('yuan become fen, a change goes back to the first page', () => {
  expect(searchParams({ min: '12', cursor: 'c' })).toMatchObject({ type: 'lot', amountMin: '1200', cursor: 'c' });
  expect(feedParams({ q: 'a', sort: 'amount', cursor: 'c' })).not.toHaveProperty('cursor');
  expect(changed({ q: 'a', cursor: 'c', stage: 'bidding' }, { stage: undefined, type: 'notice' })).toEqual({ q: 'a', type: 'notice' });
  expect([narrowed({ type: 'notice', sort: 'amount' }), narrowed({ from: '2026-01-01' })]).toEqual([false, true]);
});
