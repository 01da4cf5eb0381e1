import { expect, test } from 'vitest';
import type { MemberView } from './member.ts';
import { waitingLine, type Waiting } from './waiting.ts';

const now = Date.parse('2026-11-24T05:00:00.000Z');
const view: MemberView = {
  state: 'detailed', seatNo: 1, chairSeatNo: 1, committeeSize: 3, ownDeclared: 'clear', ownVote: 1, ownSigned: null, prelimItems: [], criteria: [],
  members: [{ seatNo: 1, role: 'expert', checkedIn: true, out: null }, { seatNo: 2, role: 'expert', checkedIn: true, out: null }, { seatNo: 3, role: 'owner-rep', checkedIn: false, out: null }],
  bidList: [1, 2, 3].map((n) => ({ bidId: `b${n}`, bidSeq: n, state: 'valid', ownReview: null, ownSheet: null, objective: null, rejectedFor: n === 3 ? 'no response' : null })),
};
const draw = { state: 'unsealed', headcount: 3, accepted: 3, evaluationStart: '2026-11-24T04:00:00.000Z' };
const seen = (more: Partial<Waiting>, lot: Partial<Waiting['lot']> = {}): Waiting => ({
  lot: { stage: 'opened', category: 'gov-procurement', kind: 'competitive-negotiation', bidDeadline: '2026-11-24T06:00:00.000Z', ...lot },
  now, opening: null, draw, view, rounds: [], steps: [{ phase: 'award', zh: '定标', en: 'Award', status: 'now', acts: [], who: '招标人', whoEn: 'Tenderer' }], ...more,
});
const round = { round: 2, openedAt: '2026-11-24T04:00:00.000Z', quoteEnd: '2026-11-24T06:05:00.000Z', isFinal: true, quotes: [] };
const bidder = (bidSeq: number, status: 'sealed' | 'decrypted' | 'failed' | 'announced' | 'confirmed') => ({ bidSeq, bidderName: `${bidSeq}`, status });

test('quotes: which round, until when, of how many; never how many have come', () => {
  expect(waitingLine(seen({ rounds: [round] }, { stage: 'negotiating' }))).toMatch(/^等待：第 2 轮报价（最后报价），截止 14:05：仍有 2 家供应商；已有几家报价.*不告诉任何人.* \/ waiting for quotes of round 2, the final one, until 14:05: 2 suppliers still in; how many have quoted is told to nobody/);
  expect(waitingLine(seen({ rounds: [{ ...round, quoteEnd: '2026-11-25T01:30:00.000Z' }], view: null }, { stage: 'negotiating' }))).toContain('until 2026-11-25 09:30: the suppliers;');
});

test('the hall: what is given, of how many', () => {
  const opening = { state: 'decrypting', bidders: [bidder(1, 'decrypted'), bidder(2, 'sealed'), bidder(3, 'failed')], decryptEnd: '2026-11-24T05:30:00.000Z' };
  expect(waitingLine(seen({ opening }, { stage: 'opening' }))).toBe('等待：供应商在开标厅解密响应文件，截止 13:30：已解密 1 / 2 / waiting for the suppliers to open their responses in the hall until 13:30: 1 of 2 opened');
  expect(waitingLine(seen({ opening: { ...opening, state: 'confirming', bidders: [bidder(1, 'confirmed'), bidder(2, 'announced')] } }, { stage: 'opening', category: 'engineering' }))).toBe('等待：投标人在开标厅确认开标记录：已确认 1 / 2 / waiting for the bidders to confirm the record in the hall: 1 of 2 given');
});

test('before the deadline the bids, with the hour at which the hall opens', () => {
  expect(waitingLine(seen({}, { stage: 'noticed', category: 'engineering' }))).toBe('等待：投标人递交投标文件，截止 14:00；开标厅 13:30 开放 / waiting for bids until 14:00; the hall opens at 13:30');
  expect(waitingLine(seen({ now: now + 40 * 60_000 }, { stage: 'noticed' }))).toContain('the hall is open');
});

test('the committee: who is missing, what the purchaser has to say first', () => {
  expect(waitingLine(seen({ draw: null, view: null }))).toBe('等待：采购人或代理机构申请抽取专家（专家抽取） / waiting for the purchaser or its agency to ask for the experts (expert draw)');
  expect(waitingLine(seen({ draw: { ...draw, state: 'notifying', accepted: 1 }, view: null }))).toBe('等待：专家应答：1 / 3 位应答出席 / waiting for the experts to answer their phones: 1 of 3 come');
  expect(waitingLine(seen({ draw: { ...draw, state: 'sealed', evaluationStart: '2026-11-24T06:00:00.000Z' }, view: null }))).toContain('the evaluation to begin at 14:00');
  expect(waitingLine(seen({ view: { ...view, state: 'ready' } }))).toContain('seat 3 of the committee to sign in');
  expect(waitingLine(seen({ view: { ...view, state: 'chaired', qualification: { reviewed: 1, of: 3 } } }, { kind: 'open-tender' }))).toContain('the purchaser to review the qualification of each supplier, before the committee begins: 1 of 3 done');
  expect(waitingLine(seen({}))).toBe('等待：组长开启报价轮次 / waiting for the chair to call for quotes');
});

test('everything else by the timeline', () => {
  expect(waitingLine(seen({ draw: null, view: null }, { stage: 'evaluated' }))).toBe('等待：招标人：定标 / waiting for Tenderer: Award');
  expect(waitingLine(seen({ steps: [] }, { stage: 'closed' }))).toBe('等待：没有人：交易已全部办完 / waiting for nobody: the trade is over');
});

test('a notice waits for the end of the intention, and is told from when', () => {
  const step = { phase: 'notice' as const, zh: '公告', en: 'Notice', status: 'now' as const, acts: [], who: '采购人或代理机构', whoEn: 'Purchaser or agency' };
  const deadlines = [{ event: 'notice-from', at: '2026-12-24T16:00:00.000Z', zh: '可发布公告', en: 'the notice may follow', basis: '' }];
  const line = (lot: Partial<Waiting['lot']>): string => waitingLine(seen({ steps: [step], draw: null }, { stage: 'docs-reviewed', kind: 'inquiry', deadlines, ...lot }));
  expect(line({})).toBe('等待：采购人或代理机构：公告，2026-12-25 00:00 起可办：此前采购意向须公开满期（可以把时钟调到那时） / waiting for Purchaser or agency: Notice, from 2026-12-25 00:00 on: its intention is public until then (the clock can be moved there)');
  expect(line({ kind: 'single-source' })).toBe('等待：采购人或代理机构：公告 / waiting for Purchaser or agency: Notice');
  expect(line({ deadlines: [{ ...deadlines[0], at: '2026-11-24T04:00:00.000Z' } as NonNullable<Waiting['lot']['deadlines']>[number]] })).toBe('等待：采购人或代理机构：公告 / waiting for Purchaser or agency: Notice');
});

test('a framework agreement that is signed waits for orders', () => {
  const framework = true;
  expect(waitingLine(seen({ draw: null }, { stage: 'contracted', kind: 'framework-agreement', framework }))).toContain('orders under the agreement');
  expect(waitingLine(seen({ draw: null }, { stage: 'closed', kind: 'framework-agreement', framework }))).not.toContain('orders');
});
