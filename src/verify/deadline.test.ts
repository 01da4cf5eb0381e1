import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { canonical } from '../kernel/canonical.ts';
import { checkPeriods } from './award.ts';
import { checkRevisions, deadlineAt, postponements } from './bidding.ts';
import type { Act, Move } from './read.ts';
import type { Trade } from './trade.ts';

const LOT = 'lot';
const day = 86_400_000;
const start = Date.parse('2026-03-02T01:00:00.000Z');
const iso = (days: number): string => new Date(start + days * day).toISOString();

function act(days: number, fp: string, open: Record<string, unknown>, more: Partial<Act> = {}): Act {
  return {
    id: fp, index: days, kind: 'act', fp, step: null, subject: LOT, at: iso(days), time: start + days * day, actorRole: 'tenderer', actorKey: '', public: open as Act['public'], docs: {},
    moves: [], softFailed: [], batch: null, opened: new Map(), signed: null, ...more,
  };
}
const moved = (from: string, to: string): Partial<Act> => ({ moves: [{ machine: 'tender-lot', subject: LOT, event: 'sup-order', from, to, row: '' } satisfies Move] });
const submitted = act(0, 'int-submit', { categoryId: 'engineering', kind: 'open-tender', objectType: 'works' });
const issued = act(0, 'doc-issue', { saleStart: iso(0), saleEnd: iso(10), bidDeadline: iso(30) });
const trade = (...acts: Act[]): Trade => ({ lotId: LOT, projectId: 'project', proved: {} as Trade['proved'], acts: [submitted, issued, ...acts], bids: new Map(), beacons: [] });
const at = (one: Trade, days: number): string | null => {
  const deadline = deadlineAt(one, start + days * day);
  return deadline === null ? null : new Date(deadline).toISOString();
};

test('the deadline is the last one that was published by then', () => {
  const one = trade(act(10, 'doc-clarify', { isMaterial: false, newBidDeadline: null }), act(20, 'doc-clarify', { isMaterial: true, newBidDeadline: iso(40) }), act(25, 'not-change', { isMaterial: null, newBidDeadline: iso(41) }));
  expect([at(one, 5), at(one, 15), at(one, 20), at(one, 26)]).toEqual([iso(30), iso(30), iso(40), iso(41)]);
});

test('while the trade stands still no deadline falls, whoever stopped it; its end tells the new one', () => {
  const one = trade(act(28, 'sup-order', {}, moved('noticed', 'suspended')), act(33, 'sup-order', {}, moved('suspended', 'noticed')), act(33, 'gov-periods-moved', { newBidDeadline: iso(35) }, { kind: 'gov' }));
  expect(Date.parse(at(one, 31) ?? '')).toBeGreaterThan(start + 31 * day);
  expect([at(one, 27), at(one, 34)]).toEqual([iso(30), iso(35)]);
});

test('a deadline made earlier is refused, also by someone who had the right to publish', () => {
  expect(() => postponements(trade(act(10, 'not-change', { isMaterial: null, newBidDeadline: iso(29) })))).toThrow('earlier');
  expect(postponements(trade(act(10, 'doc-clarify', { isMaterial: false, newBidDeadline: iso(30) })))).toHaveLength(1);
});

test('a material clarification leaves the lead of the law', () => {
  expect(checkPeriods(trade(act(15, 'doc-clarify', { isMaterial: true, newBidDeadline: null })))).toContain('clarifyLead');
  expect(() => checkPeriods(trade(act(16, 'doc-clarify', { isMaterial: true, newBidDeadline: null })))).toThrow('less time left');
  expect(checkPeriods(trade(act(16, 'doc-clarify', { isMaterial: true, newBidDeadline: iso(31) })))).toContain('clarifyLead');
  expect(checkPeriods(trade(act(29, 'doc-clarify', { isMaterial: false, newBidDeadline: null })))).not.toContain('clarifyLead');
});

test('a correction names the version before it', () => {
  const body = (fp: string) => ({ fp, at: iso(1) });
  const hash = (fp: string) => createHash('sha256').update(canonical(body(fp))).digest('hex');
  const proved = { entries: ['notice', 'first', 'second'].map((id) => ({ id, leaf: { body: body(id) } })) } as unknown as Trade['proved'];
  const version = (id: string, fp: string, days: number, prevHash?: string) => act(days, fp, prevHash === undefined ? {} : { prevHash }, { id });
  const chain = (...acts: Act[]) => () => checkRevisions({ ...trade(...acts), proved });
  const [notice, first] = [version('notice', 'not-publish', 1), version('first', 'not-change', 2, hash('notice'))];
  expect(chain(notice, first, version('second', 'not-change', 3, hash('first')))).not.toThrow();
  expect(chain(notice, first, version('second', 'not-change', 3, hash('notice')))).toThrow('version before');
  expect(chain(version('second', 'not-change', 3, hash('notice')))).toThrow('version before');
});
