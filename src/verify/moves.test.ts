import { expect, test } from 'vitest';
import { stateBefore } from './moves.ts';
import type { Act } from './read.ts';
import type { Trade } from './trade.ts';

/** A leaf that moves one bid, at an instant, at its place in the log; behind a gate where it waited in a batch. */
const leaf = (index: number, time: number, to: string, batch: number | null = null): Act => ({
  id: String(index), index, kind: 'act', fp: 'bid-withdraw', step: null, subject: 'lot', at: new Date(time).toISOString(), time, actorRole: 'bidder', actorKey: '', public: {}, docs: {},
  moves: [{ machine: 'bid', subject: 'bid', event: 'bid-withdraw', from: '', to, row: '' }], softFailed: [], batch, opened: new Map(), signed: null,
});
const before = (acts: readonly Act[], act: Act) => stateBefore({ acts: [...acts, act] } as unknown as Trade, 'bid', 'bid', act);

test('a bid revoked in the very instant in which the opening begins is not counted, if the log has it first', () => {
  const receipted = leaf(1, 1_000, 'receipted', 0);
  expect(before([receipted, leaf(5, 2_000, 'revoked')], leaf(6, 2_000, 'opened'))).toBe('revoked');
  expect(before([receipted, leaf(7, 2_000, 'revoked')], leaf(6, 2_000, 'opened'))).toBe('receipted');
});

test('what waited behind a gate has its place in the log from the gate: in one instant it tells no order', () => {
  const valid = leaf(1, 1_000, 'valid', 0);
  expect(before([valid, leaf(5, 2_000, 'ranked', 3)], leaf(6, 2_000, 'told'))).toBe('valid');
  expect(before([valid, leaf(5, 2_000, 'revoked')], leaf(9, 2_000, 'told', 4))).toBe('valid');
});
