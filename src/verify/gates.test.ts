import { expect, test } from 'vitest';
import { checkSealed } from './gates.ts';
import type { Act } from './read.ts';
import type { Trade } from './trade.ts';

const act = (fp: string, more: Partial<Act> = {}): Act => ({
  id: fp, index: 1, kind: 'act', fp, step: null, subject: 'lot', at: new Date(1_000).toISOString(), time: 1_000, actorRole: 'tenderer', actorKey: '', public: {}, docs: {}, moves: [],
  softFailed: [], batch: null, opened: new Map(), signed: null, ...more,
});
const move = (machine: string, subject: string) => ({ machine, subject, event: '', from: '', to: '', row: '' });
const check = (acts: readonly Act[]) => checkSealed({ acts, lotId: 'lot', projectId: 'project' } as unknown as Trade);

const refused = act('bid-fingerprint', { kind: 'refusal', time: 2_000, index: 3 });
const order = act('gpr-framework', { index: 2, public: { frameworkId: 'framework' }, moves: [move('framework-order', 'lot')] });
const handedIn = act('int-submit', { subject: 'project', moves: [move('gp-lot', 'framework')] });

test('what was refused of a sealed kind waits in a batch, and under an order, where nothing is sealed, it does not', () => {
  expect(() => check([refused])).toThrow('did not wait in a sealed batch');
  expect(check([handedIn, order, refused])).toBe(0);
});

test('an order of a framework that is none of the project seals as every lot does', () => {
  expect(() => check([order, refused])).toThrow('did not wait in a sealed batch');
});
