import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { equalityKey, opened, system, type BidPlan, type Opened } from '../../../tests/support/committee-stage.ts';
import type { Actor } from '../../platform/act.ts';
import type { Rec } from '../../platform/records.ts';
import { testDatabase, type TestDatabase } from '../../platform/testing/pg.ts';
import { actorOf } from '../../platform/testing/scenario.ts';
import { specs as bidSpecs, type Bid } from '../bidding/index.ts';
import { evaluationOfLot, specs as evaluationSpecs, type Evaluation } from '../evaluation/index.ts';
import { specs as drawSpecs } from '../expert-draw/index.ts';
import { specs as noticeSpecs } from '../notice/index.ts';
import type { EvaluationConfig, Lot } from '../project-intake/index.ts';
import { roundsRead } from './queries.ts';
import { specs } from './index.ts';

let database: TestDatabase;
beforeAll(async () => { database = await testDatabase(); });
afterAll(() => database.close());

const all = () => [...specs, ...evaluationSpecs, ...drawSpecs(equalityKey), ...bidSpecs('test', undefined as never), ...noticeSpecs];
const spec = (id: string) => all().find((one) => one.id === id) ?? expect.fail(`no spec ${id}`);
const act = (at: Opened, id: string, who: Actor, input: unknown) => at.play.act(spec(id), who, at.lotId, input);
const refused = (at: Opened, id: string, who: Actor, input: unknown) => at.play.refused(spec(id), who, at.lotId, input);
const lotOf = async (at: Opened) => (await at.play.get<Lot>('lot', at.lotId)) ?? expect.fail('no lot');
const sessionOf = async (at: Opened) => (await at.play.get<Evaluation>('evaluation', (await lotOf(at)).data.evaluationSessionId ?? '')) ?? expect.fail('no session');
const END = '2026-12-01T03:00:00.000Z';
const [SECOND, THIRD] = ['2026-12-01T05:00:00.000Z', '2026-12-01T07:00:00.000Z'];

const nego: Partial<Lot> = { machine: 'gp-lot', category: 'gov-procurement', kind: 'competitive-negotiation', objectType: 'goods', budgetFen: '50000', openGates: ['bid-deadline'] };
const prices: BidPlan[] = [{ price: '40000' }, { price: '41000' }, { price: '42000' }, { price: '60000' }];
const lowest: Partial<EvaluationConfig> = { method: 'gp-lowest' };

async function negotiation(lot: Partial<Lot> = {}, bids: readonly BidPlan[] = prices, config: Partial<EvaluationConfig> = lowest) {
  const at = await opened(database.pool, bids, { config, size: 3, lot: { ...nego, ...lot } });
  await system(at.play, spec('session-open'), at.lotId);
  for (const who of at.members) await act(at, 'evl-checkin', who, { witnessed: true });
  for (const who of at.members) await act(at, 'evl-avoid', who, { declared: 'clear' });
  for (const who of at.members) await act(at, 'evl-chair', who, { votedSeatNo: 1 });
  return at;
}
async function reviewed(at: Opened, bidIds: readonly string[] = at.bidIds): Promise<void> {
  for (const bidId of bidIds) for (const who of at.members) await act(at, 'evl-prelim', who, { bidId, items: [{ code: 'form', result: 'pass' }, { code: 'qualification', result: 'pass' }] });
}
const chair = (at: Opened): Actor => at.members[0] ?? expect.fail('no chair');
async function supplier(at: Opened, i: number): Promise<Actor & { bid: Rec<Bid> }> {
  const bid = (await at.play.get<Bid>('bid', at.bidIds[i] ?? '')) ?? expect.fail('no bid');
  return Object.assign(actorOf(['bidder'], { entityId: bid.data.bidderId }), { bid });
}
async function file(owner: string | null): Promise<string> {
  const sha256 = Buffer.from(randomUUID().replaceAll('-', '').repeat(2).slice(0, 64)).toString('utf8').replace(/[^0-9a-f]/g, '0');
  await database.pool.query('insert into blob (sha256, owner_id, sm3, size) values ($1, $2, $3, 1)', [sha256, owner, sha256]);
  return sha256;
}
async function quote(at: Opened, i: number, round: number, priceFen: string) {
  const who = await supplier(at, i);
  return act(at, 'gpr-quote', who, { round, priceFen, responseFile: await file(who.entityId) });
}
async function refusedQuote(at: Opened, i: number, round: number, priceFen: string): Promise<string> {
  const who = await supplier(at, i);
  return refused(at, 'gpr-quote', who, { round, priceFen, responseFile: await file(who.entityId) });
}
const open = (at: Opened, round: number, quoteEnd: string, isFinal = false) => act(at, 'do-next-round', chair(at), { round, quoteEnd, isFinal });

describe('competitive negotiation', () => {
  it('goes through three rounds; the lowest final quote wins, and the first offers count for nothing', async () => {
    const at = await negotiation();
    await reviewed(at);
    // the first offer above the budget has not fallen: the final one must keep to it
    expect((await at.play.get('bid', at.bidIds[3] ?? ''))?.state).toBe('valid');
    expect((await sessionOf(at)).state).toBe('detailed');
    await open(at, 1, END);
    expect((await lotOf(at)).state).toBe('negotiating');
    for (const [i, price] of ['39000', '38000', '40000', '55000'].entries()) await quote(at, i, 1, price);
    expect((await lotOf(at)).state).toBe('quoted');
    await open(at, 2, SECOND);
    for (const [i, price] of ['38000', '37900', '39000', '50000'].entries()) await quote(at, i, 2, price);
    await open(at, 3, THIRD, true);
    expect(await refusedQuote(at, 3, 3, '50001')).toBe('quote-above-ceiling');
    for (const [i, price] of ['37500', '37600', '37000', '50000'].entries()) await quote(at, i, 3, price);
    await system(at.play, spec('evl-settle'), at.lotId);
    const session = await sessionOf(at);
    expect(session).toMatchObject({ state: 'tallied', data: { report: { candidates: [{ bidSeq: 3, priceFen: '37000' }, { bidSeq: 1, priceFen: '37500' }, { bidSeq: 2 }] } } });
    for (const who of at.members) await act(at, 'evl-report', who, { reportDigest: session.data.report?.digest, position: 'agree' });
    expect((await lotOf(at)).state).toBe('evaluated');
    const { rows } = await database.pool.query<{ gate: string; body: string }>("select gate, body from leaf where lot_id = $1 and fp = 'gpr-quote' and kind <> 'refusal'", [at.lotId]);
    // twelve quotes, three rounds opened and three ended: none may be read before the award
    expect(rows).toHaveLength(18);
    expect(rows.every((row) => row.gate === 'award-decided')).toBe(true);
    expect(rows.some((row) => /"(37000|39000|50000)"/.test(row.body))).toBe(false);
  });

  it('keeps every quote sealed until the round has ended, from the group too', async () => {
    const at = await negotiation();
    await reviewed(at);
    await open(at, 1, END);
    await quote(at, 0, 1, '39999');
    const own = await supplier(at, 0);
    const read = async (actor: Actor | null) => (await roundsRead(database.pool, { actor, now: END }, at.lotId)).rounds[0];
    expect((await read(own))?.quotes).toMatchObject([{ priceFen: 39999, own: true }]);
    for (const other of [null, chair(at), at.tenderer, await supplier(at, 1)]) expect(await read(other)).toEqual({ round: 1, openedAt: expect.any(String) as string, quoteEnd: END, isFinal: false, quotes: [] });
    expect(JSON.stringify(await evaluationOfLot(database.pool, { actor: chair(at) }, { lotId: at.lotId }))).not.toContain('39999');
    await at.play.setNow(END);
    await system(at.play, spec('timer:quote-end'), at.lotId);
    expect(await read(chair(at))).toMatchObject({ quoted: 1, quotes: [{ priceFen: 39999 }] });
    expect((await evaluationOfLot(database.pool, { actor: chair(at) }, { lotId: at.lotId }) as unknown as { bidList: { quotes: unknown[] }[] }).bidList[0]?.quotes).toMatchObject([{ round: 1, priceFen: '39999' }]);
    // nobody else, not even the purchaser, before the award
    for (const other of [null, at.tenderer, await supplier(at, 1)]) expect((await read(other))?.quotes).toEqual([]);
  });

  it('refuses rounds out of order, too early, by others than the chair, or after the final one', async () => {
    const at = await negotiation();
    const input = { round: 1, quoteEnd: END, isFinal: false };
    expect(await refused(at, 'do-next-round', chair(at), input)).toBe('state');
    await reviewed(at);
    expect(await refused(at, 'do-next-round', at.members[1] ?? expect.fail(), input)).toBe('forbidden');
    expect(await refused(at, 'do-next-round', at.tenderer, input)).toBe('forbidden');
    expect(await refused(at, 'do-next-round', chair(at), { ...input, round: 2 })).toBe('round-number');
    expect(await refused(at, 'do-next-round', chair(at), { ...input, quoteEnd: '2026-12-01T01:00:00.000Z' })).toBe('invalid-input');
    expect(await refused(at, 'do-next-round', chair(at), { ...input, change: { content: '降低功率要求', changedItems: ['功率'], file: 'a'.repeat(64) } })).toBe('blob-missing');
    const change = { content: '降低功率要求', changedItems: ['功率'], file: await file(chair(at).accountId) };
    await act(at, 'do-next-round', chair(at), { ...input, change });
    const told = async (actor: Actor | null) => (await roundsRead(database.pool, { actor, now: END }, at.lotId)).rounds[0]?.change;
    expect([await told(await supplier(at, 1)), await told(at.tenderer), await told(null)]).toEqual([change, change, undefined]);
    expect(await refused(at, 'do-next-round', chair(at), { ...input, round: 2 })).toBe('state');
    for (const i of [0, 1, 2, 3]) await quote(at, i, 1, '40000');
    await open(at, 2, SECOND, true);
    for (const i of [0, 1, 2, 3]) await quote(at, i, 2, `4000${i}`);
    expect(await refused(at, 'do-next-round', chair(at), { ...input, round: 3, quoteEnd: THIRD })).toBe('round-after-final');
  });

  it('takes one quote a round, in time, from those who are asked', async () => {
    const at = await negotiation();
    await reviewed(at, at.bidIds.slice(0, 3));
    const out = { bidId: at.bidIds[3], clauseRef: '谈判文件 第三章', reason: '未实质性响应' };
    for (const who of at.members.slice(0, 1)) await act(at, 'reject-vote', who, out);
    await act(at, 'evl-reject', at.members[1] ?? expect.fail(), out);
    expect(await refusedQuote(at, 0, 1, '1')).toBe('round-number');
    await open(at, 1, END);
    expect(await refusedQuote(at, 3, 1, '40000')).toBe('forbidden');
    expect(await refused(at, 'gpr-quote', actorOf(['bidder'], { entityId: randomUUID() }), { round: 1, priceFen: '1', responseFile: 'a'.repeat(64) })).toBe('forbidden');
    expect(await refused(at, 'gpr-quote', await supplier(at, 0), { round: 1, priceFen: '1', responseFile: 'a'.repeat(64) })).toBe('blob-missing');
    await quote(at, 0, 1, '40000');
    expect(await refusedQuote(at, 0, 1, '39000')).toBe('quote-given');
    expect(await refusedQuote(at, 1, 2, '39000')).toBe('round-number');
    await at.play.setNow('2026-12-01T03:00:00.001Z');
    await system(at.play, spec('timer:quote-end'), at.lotId);
    expect(await refusedQuote(at, 1, 1, '39000')).toBe('r-quote-final');
    await open(at, 2, SECOND, true);
    await quote(at, 0, 2, '38000');
    expect(await refusedQuote(at, 0, 2, '37000')).toBe('r-quote-final');
  });

  it('lets a supplier leave before its final quote; too few final quotes end the procurement', async () => {
    const at = await negotiation({}, prices.slice(0, 3));
    await reviewed(at);
    await open(at, 1, END, true);
    await quote(at, 0, 1, '40000');
    await quote(at, 1, 1, '39000');
    await act(at, 'bid-withdraw', await supplier(at, 2), { bidId: at.bidIds[2], action: 'revoke' });
    await system(at.play, spec('timer:quote-end'), at.lotId);
    expect(await lotOf(at)).toMatchObject({ state: 'quoted', data: { rounds: [{ endedAt: expect.any(String) as string }] } });
    await system(at.play, spec('evl-settle'), at.lotId);
    expect(await sessionOf(at)).toMatchObject({ state: 'tallied', data: { lacking: true, report: { candidates: [] } } });
  });

  it('stands still with its lot, and goes on with what was left of the round', async () => {
    const at = await negotiation();
    await reviewed(at);
    await open(at, 1, END);
    await at.play.put({ kind: 'project', id: (await lotOf(at)).data.projectId, state: 'accepted', lotId: null, ownerId: null, key: null, data: { contact: '联系人', industryId: 'gov-procurement', lotIds: [at.lotId] } });
    const stop = async (abnormalType: string) => ({ abnormalType, reasonCode: 'under-review', reason: '核实情况', noticeFile: await file(at.tenderer.entityId) });
    await act(at, 'not-abnormal', at.tenderer, await stop('suspend'));
    expect(await refusedQuote(at, 0, 1, '40000')).toBe('state');
    await at.play.setNow('2026-12-01T02:50:00.000Z');
    const { result } = await act(at, 'not-abnormal', at.tenderer, await stop('resume'));
    // the clock of the test began at half past one
    expect(result).toMatchObject({ state: 'negotiating', quoteEnd: (await lotOf(at)).data.rounds?.[0]?.quoteEnd });
    expect(String(result['quoteEnd']) > '2026-12-01T04:15:00.000Z').toBe(true);
    for (const i of [0, 1, 2, 3]) await quote(at, i, 1, '40000');
    expect((await lotOf(at)).state).toBe('quoted');
  });

  it('goes on with two where the plan names the document that allows it', async () => {
    const plan = { planNo: 'P', method: 'competitive-negotiation', filedAt: END, minBiddersOverride: 2, intentionExemptCode: null };
    const at = await negotiation({ plan }, prices.slice(0, 2));
    await reviewed(at);
    await open(at, 1, END, true);
    await quote(at, 0, 1, '40000');
    await at.play.setNow('2026-12-01T02:59:59.999Z');
    await quote(at, 1, 1, '39000');
    await system(at.play, spec('evl-settle'), at.lotId);
    expect(await sessionOf(at)).toMatchObject({ state: 'tallied', data: { lacking: false, report: { candidates: [{ bidSeq: 2 }, { bidSeq: 1 }] } } });
  });

  it('ends where the responses of fewer than three meet the demand, without a vote', async () => {
    const at = await negotiation({}, prices.slice(0, 2));
    await reviewed(at);
    expect(await sessionOf(at)).toMatchObject({ state: 'tallied', data: { lacking: true } });
  });
});

describe('consultation, inquiry, single source', () => {
  const criteria = [{ id: 'technical', zh: '技术', max: '60', subjective: true }, { id: 'service', zh: '服务', max: '10', subjective: true }];
  it('consultation scores after the final quotes: the lowest has all points for the price', async () => {
    const at = await negotiation({ kind: 'competitive-consultation' }, prices.slice(0, 3), { method: 'gp-comprehensive', priceMax: '30', criteria });
    await reviewed(at);
    const sheet = (bidId: string | undefined, technical: string) => ({ bidId, scores: { technical, service: '8' } });
    expect(await refused(at, 'evl-score', chair(at), sheet(at.bidIds[0], '50'))).toBe('quotes-open');
    await open(at, 1, END, true);
    for (const [i, price] of ['36000', '30000', '40000'].entries()) await quote(at, i, 1, price);
    await system(at.play, spec('evl-settle'), at.lotId);
    for (const [i, technical] of ['55', '50', '58'].entries()) for (const who of at.members) await act(at, 'evl-score', who, sheet(at.bidIds[i], technical));
    // 36000: 30 × 30000/36000 = 25 → 88; 30000: 30 → 88; 40000: 22.5 → 88.5
    expect((await sessionOf(at)).data.report?.candidates.map(({ bidSeq, total }) => [bidSeq, total])).toEqual([[3, '88.50'], [2, '88.00'], [1, '88.00']]);
  });

  it('an inquiry takes the price that was handed in, once and for good', async () => {
    const at = await negotiation({ kind: 'inquiry' });
    await reviewed(at, at.bidIds.slice(0, 3));
    expect((await at.play.get('bid', at.bidIds[3] ?? ''))?.state).toBe('rejected');
    expect(await sessionOf(at)).toMatchObject({ state: 'tallied', data: { report: { candidates: [{ bidSeq: 1, priceFen: '40000' }, { bidSeq: 2 }, { bidSeq: 3 }] } } });
    expect(await refused(at, 'do-next-round', chair(at), { round: 1, quoteEnd: END, isFinal: true })).toBe('method');
  });

  it('a single source negotiates with its one supplier', async () => {
    const at = await negotiation({ kind: 'single-source' }, prices.slice(0, 1));
    await reviewed(at);
    await open(at, 1, END);
    await quote(at, 0, 1, '39000');
    await open(at, 2, SECOND, true);
    await quote(at, 0, 2, '38500');
    await system(at.play, spec('evl-settle'), at.lotId);
    expect(await sessionOf(at)).toMatchObject({ state: 'tallied', data: { report: { candidates: [{ bidSeq: 1, priceFen: '38500' }] } } });
  });
});

describe('the purchaser reviews qualification', () => {
  const item = (result: 'pass' | 'fail', note?: string) => [{ code: 'qualification', result, ...(note ? { note } : {}) }];
  const openTender = (bids: readonly BidPlan[], more: Partial<Lot> = {}) => opened(database.pool, bids, { config: lowest, size: 5, lot: { ...nego, kind: 'open-tender', ...more } });

  it('who is not qualified is not evaluated', async () => {
    const at = await openTender(prices);
    expect(await refused(at, 'evl-prelim', at.tenderer, { bidId: at.bidIds[0], items: item('fail') })).toBe('invalid-input');
    expect(await refused(at, 'evl-prelim', at.tenderer, { bidId: at.bidIds[0], items: [] })).toBe('invalid-input');
    await act(at, 'evl-prelim', at.tenderer, { bidId: at.bidIds[0], items: item('fail', '未提供纳税证明') });
    await act(at, 'evl-prelim', at.tenderer, { bidId: at.bidIds[1], items: item('pass') });
    expect((await at.play.get('bid', at.bidIds[0] ?? ''))?.state).toBe('rejected');
    await system(at.play, spec('session-open'), at.lotId);
    expect((await sessionOf(at)).data.bids).toMatchObject([{ out: '资格审查不合格：未提供纳税证明' }, { bidSeq: 2 }, { bidSeq: 3 }, { bidSeq: 4 }]);
    expect(await refused(at, 'evl-prelim', at.tenderer, { bidId: at.bidIds[0], items: item('pass') })).toBe('state');
    for (const who of at.members) await act(at, 'evl-checkin', who, { witnessed: true });
    // while the committee has not begun it is not too late
    await act(at, 'evl-prelim', at.tenderer, { bidId: at.bidIds[2], items: item('pass') });
    for (const who of at.members) await act(at, 'evl-avoid', who, { declared: 'clear' });
    for (const who of at.members) await act(at, 'evl-chair', who, { votedSeatNo: 1 });
    await act(at, 'evl-prelim', chair(at), { bidId: at.bidIds[1], items: [{ code: 'form', result: 'pass' }, { code: 'qualification', result: 'pass' }] });
    expect(await refused(at, 'evl-prelim', at.tenderer, { bidId: at.bidIds[2], items: item('fail', '无') })).toBe('state');
  });

  it('fewer than three left: nobody evaluates, the lot can only be ended', async () => {
    const at = await openTender(prices.slice(0, 3));
    await system(at.play, spec('session-open'), at.lotId);
    await act(at, 'evl-prelim', at.tenderer, { bidId: at.bidIds[2], items: item('fail', '信用记录不良') });
    expect(await lotOf(at)).toMatchObject({ state: 'opened', data: { tooFewQualified: { left: 2, least: 3 } } });
    expect(await refused(at, 'evl-checkin', at.members[0] ?? expect.fail(), { witnessed: true })).toBe('suppliers-too-few');
    const { rows } = await database.pool.query("select 1 from record where kind = 'warning' and lot_id = $1 and data->>'warning' = 'w-few-bidders'", [at.lotId]);
    expect(rows).toHaveLength(1);
  });

  it('where the group reviews, the purchaser does not', async () => {
    const at = await openTender(prices, { kind: 'competitive-negotiation' });
    expect(await refused(at, 'evl-prelim', at.tenderer, { bidId: at.bidIds[0], items: item('pass') })).toBe('method');
  });
});
