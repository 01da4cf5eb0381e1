import { expect, test } from 'vitest';
import type { OpeningRead } from '../../src/contracts/reads.ts';
import { applyEvent, drawable, type Numbered } from './opening-state.ts';

const at = '2026-11-24T01:00:00.000Z';
const leafId = '7f3f8a8e-58a1-4a53-8f6a-1b2f7b1d0c01';
const start: OpeningRead = {
  openingId: leafId, lotId: leafId, state: 'listed', phases: [], now: at, bidDeadline: at, bidders: [], record: [], draws: [], viewers: 0, lastEventId: 4,
};
const events: Numbered[] = [
  { seq: 5, type: 'list', data: { bidders: [{ bidSeq: 1, bidderName: '甲', status: 'sealed' }, { bidSeq: 2, bidderName: '乙', status: 'sealed' }] } },
  { seq: 6, type: 'decrypt', data: { bidSeq: 2, status: 'decrypted' } },
  { seq: 7, type: 'record', data: { at, zh: '解密', en: 'decrypted', fp: 'opn-decrypt', leafId } },
  { seq: null, type: 'viewers', data: { viewers: 3 } },
  { seq: 8, type: 'announce', data: { bidSeq: 2, bidderName: '乙', status: 'announced', priceFen: 100 } },
];
const play = (from: OpeningRead, list: Numbered[]) => list.reduce((opening, event) => applyEvent(opening, event).opening, from);

test('a snapshot and its events make the board', () => {
  const end = play(start, events);
  expect(end.bidders.map((row) => [row.status, row.priceFen])).toEqual([['sealed', undefined], ['announced', 100]]);
  expect([end.record.length, end.viewers, end.lastEventId]).toEqual([1, 3, 8]);
});

test('what comes twice after a reconnection counts once', () => {
  expect(play(play(start, events), events)).toEqual(play(start, events));
  expect(applyEvent(play(start, events), events[0] as Numbered).outcome).toBe('repeat');
});

test('a draw takes its own place, a failure that was mended loses its reason', () => {
  const draw = (drawId: string, result?: string) => ({ drawId, zh: drawId, contributions: [], ...(result ? { result } : {}) });
  const end = play(play(start, events.slice(0, 1)), [
    { seq: 6, type: 'coefficient', data: { draws: [draw('a')] } },
    { seq: 7, type: 'coefficient', data: { draws: [draw('b')] } },
    { seq: 8, type: 'coefficient', data: { draws: [draw('a', '0.97')], benchmarkFen: 970 } },
    { seq: 9, type: 'decrypt', data: { bidSeq: 1, status: 'failed', reasonZh: '密钥不符' } },
    { seq: 10, type: 'decrypt', data: { bidSeq: 1, status: 'decrypted' } },
  ]);
  expect(end.draws.map((one) => [one.drawId, one.result])).toEqual([['a', '0.97'], ['b', undefined]]);
  expect(end.benchmarkFen).toBe(970);
  expect(end.bidders[0]).toEqual({ bidSeq: 1, bidderName: '甲', status: 'decrypted' });
});

test('a hole is noticed and changes nothing', () => {
  const { opening, outcome } = applyEvent(start, events[1] as Numbered);
  expect(outcome).toBe('gap');
  expect(opening).toBe(start);
});

test('no state of a bid is passed over: a second move of one bid waits for the next drawing', () => {
  expect(drawable([])).toBe(0);
  expect(drawable(events)).toBe(4);
  expect(drawable(events.slice(4))).toBe(1);
});
