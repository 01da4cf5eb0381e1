import { describe, expect, test } from 'vitest';
import { machineRows } from '../../catalogue/law.ts';
import { checkMoves, stateBefore } from './moves.ts';
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

describe('moves behind a gate that has not opened', () => {
  const row = (event: string, from: string, to: string) => machineRows.find((one) => one.machine === 'evaluation-session' && one.event === event && one.from === from && one.to === to) ?? expect.fail(`no row ${from} -${event}-> ${to}`);
  const moved = (index: number, time: number, ...steps: readonly [string, string, string][]): Act => ({
    ...leaf(index, time, ''), kind: 'move', actorRole: 'system',
    moves: steps.map(([event, from, to]) => ({ machine: 'evaluation-session', subject: 'session', event, from, to, row: row(event, from, to).id })),
  });
  const check = (acts: readonly Act[]) => checkMoves({ acts, lotId: 'lot', projectId: 'project', proved: { entries: [], bySubject: new Map() } } as unknown as Trade).states.get('session');
  const reported = moved(1, 1_000, ['do:all-signed', 'tallied', 'reported']);
  const again = moved(2, 2_000, ['do:re-evaluate', 'reported', 'detailed']);
  const ranked = moved(3, 2_000, ['do:all-ranked', 'scored', 'tallied']);

  test('may lie between two that are seen, in one instant as over time', () => {
    expect(check([reported, again, ranked])).toBe('tallied');
    expect(check([reported, ranked, again])).toBe('tallied');
  });

  test('are wanted once the gate is open', () => {
    const opened: Act = { ...leaf(0, 500, ''), kind: 'gov', fp: 'gov-gates-opened', public: { gates: ['award-decided'] }, moves: [] };
    expect(() => check([opened, reported, again, ranked])).toThrow('do not lead on');
    expect(check([opened, moved(1, 1_000, ['do:all-in', 'ready', 'checking-in'])])).toBe('checking-in');
  });
});
