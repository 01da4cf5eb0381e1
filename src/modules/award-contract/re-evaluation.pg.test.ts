import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { opened, system, type BidPlan, type Opened } from '../../../tests/support/committee-stage.ts';
import type { Actor } from '../../platform/act.ts';
import { actorOf } from '../../platform/testing/scenario.ts';
import { testDatabase, type TestDatabase } from '../../platform/testing/pg.ts';
import { specs as evaluationSpecs, type Evaluation } from '../evaluation/index.ts';
import type { EvaluationConfig, Lot } from '../project-intake/index.ts';
import { specs } from './index.ts';

const spec = (id: string) => [...specs, ...evaluationSpecs].find((one) => one.id === id) ?? expect.fail(`no spec ${id}`);
let database: TestDatabase;
beforeAll(async () => { database = await testDatabase(); });
afterAll(() => database.close());

const criteria = [{ id: 'technical', zh: '技术', max: '30', subjective: true }, { id: 'credit', zh: '信用', max: '10', subjective: false }];
const comprehensive: Partial<EvaluationConfig> = { method: 'comprehensive', benchmark: 'bm-mean', benchmarkBase: 'valid', priceFormula: 'ps-deviation', priceMax: '60', E1: '1', E2: '0.5', criteria };
const items = [{ code: 'form', result: 'pass' }, { code: 'qualification', result: 'pass' }];
const clause = { clauseRef: '第三章 2.1', reason: '资质不符' };
const file = 'a'.repeat(64);

const lotOf = async (at: Opened) => (await at.play.get<Lot>('lot', at.lotId)) ?? expect.fail('no lot');
const sessionOf = async (at: Opened) => (await at.play.get<Evaluation>('evaluation', (await lotOf(at)).data.evaluationSessionId ?? '')) ?? expect.fail('no session');
const act = (at: Opened, id: string, who: Actor, input: unknown) => at.play.act(spec(id), who, at.lotId, input);
const states = async (at: Opened) => Promise.all(at.bidIds.map(async (id) => (await at.play.get('bid', id))?.state));
const again = (at: Opened, more: object = {}, who: Actor = at.tenderer) => at.play.act(spec('do-re-evaluate'), who, at.lotId, { causeCode: 'supervisor-order', orderOrObjectionNo: '令1', reinstatedBidSeqs: [3], ...more });
const notAgain = (at: Opened, more: object = {}, who: Actor = at.tenderer) => at.play.refused(spec('do-re-evaluate'), who, at.lotId, { causeCode: 'supervisor-order', orderOrObjectionNo: '令1', reinstatedBidSeqs: [3], ...more });

async function order(at: Opened, orderType = 're-evaluate'): Promise<string> {
  const id = randomUUID();
  await at.play.put({ kind: 'order', id, state: 'issued', lotId: at.lotId, ownerId: null, key: `supervisor:x/${id}`, data: { orderNo: '令1', orderType, dueAt: '2026-12-10T00:00:00.000Z' } });
  return id;
}

async function score(at: Opened, points: readonly (readonly [string, string] | null)[]): Promise<void> {
  for (const [b, given] of points.entries()) {
    if (given === null) continue;
    for (const [m, who] of at.members.entries()) {
      await act(at, 'evl-score', who, { bidId: at.bidIds[b], scores: { technical: given[0] }, ...(m === 0 ? { objective: { credit: given[1] } } : {}) });
    }
  }
}

async function sign(at: Opened): Promise<void> {
  const { data } = await sessionOf(at);
  for (const who of at.members) await act(at, 'evl-report', who, { reportDigest: data.report?.digest, position: 'agree' });
}

async function seated(bids: readonly BidPlan[], config: Partial<EvaluationConfig>, lot: Partial<Lot> = {}): Promise<Opened> {
  const at = await opened(database.pool, bids, { config, lot });
  await at.pool.query('insert into blob (sha256, owner_id, sm3, size) values ($1, $2, $1, 1)', [file, at.tenderer.entityId]);
  await system(at.play, spec('session-open'), at.lotId);
  for (const who of at.members) await act(at, 'evl-checkin', who, { witnessed: true });
  for (const who of at.members) await act(at, 'evl-avoid', who, { declared: 'clear' });
  for (const who of at.members) await act(at, 'evl-chair', who, { votedSeatNo: 1 });
  return at;
}

/** Three bids within the ceiling of which the third was rejected, one above it; the first is published and awarded. */
async function awarded(): Promise<Opened> {
  const at = await seated([{ price: '10000' }, { price: '11000' }, { price: '9000' }, { price: '99999' }], comprehensive, { ceilingFen: '12000' });
  await act(at, 'evl-prelim', at.members[0] ?? expect.fail(), { bidId: at.bidIds[0], items });
  for (const who of at.members.slice(0, 2)) await act(at, 'reject-vote', who, { bidId: at.bidIds[2], ...clause });
  await act(at, 'evl-reject', at.members[2] ?? expect.fail(), { bidId: at.bidIds[2], ...clause });
  for (const bidId of at.bidIds.slice(0, 2)) for (const [i, who] of at.members.entries()) if (i > 0 || bidId !== at.bidIds[0]) await act(at, 'evl-prelim', who, { bidId, items });
  await score(at, [['20', '8'], ['30', '10'], null]);
  await sign(at);
  await act(at, 'awd-candidate', at.tenderer, { publicityEnd: '2026-12-05T00:00:00.000Z', publicityFile: file, objectionChannel: '0' });
  await at.play.setNow('2026-12-06T01:00:00.000Z');
  await act(at, 'awd-decide', at.tenderer, { bidSeq: 2, decisionFile: file, decisionMakerId: 'M-1' });
  return at;
}

describe('re-evaluation', () => {
  it('needs an order or an upheld objection of this lot, once, and brings back what was rejected by a vote', async () => {
    const at = await awarded();
    expect(await notAgain(at)).toBe('r-reevaluate-cause');
    await order(at, 'opinion');
    expect(await notAgain(at)).toBe('r-reevaluate-cause');
    const orderId = await order(at);
    expect(await notAgain(at, { causeCode: 'objection-upheld' })).toBe('r-reevaluate-cause');
    expect(await notAgain(at, {}, actorOf(['tenderer'], { entityId: randomUUID() }))).toBe('forbidden');
    expect(await notAgain(at, { reinstatedBidSeqs: [1] })).toBe('invalid-input');
    expect(await notAgain(at, { reinstatedBidSeqs: [4] })).toBe('invalid-input');
    await again(at);
    expect(await at.play.get('order', orderId)).toMatchObject({ state: 'carried-out', data: { closedAt: '2026-12-06T01:00:00.000Z' } });
    const lot = await lotOf(at);
    expect([lot.state, lot.data.award, lot.data.candidates, lot.data.publicity]).toEqual(['opened', undefined, undefined, undefined]);
    expect(await states(at)).toEqual(['valid', 'valid', 'decrypted', 'rejected']);
    expect(await sessionOf(at)).toMatchObject({ state: 'detailed', data: { benchmarkFen: '10500', bids: [{ scored: [] }, { scored: [] }, { scored: [], reviewed: [] }, { out: '报价超过最高投标限价' }] } });
    const { rows } = await at.pool.query<{ body: Record<string, Record<string, unknown>> }>(`select body::jsonb as body from leaf where lot_id = $1 and fp = 'awd-decide' and kind = 'step'`, [at.lotId]);
    expect(rows[0]?.body['public']).toMatchObject({ causeCode: 'supervisor-order', orderOrObjectionNo: '令1', reinstatedBidSeqs: [3] });
    expect(rows[0]?.body['rulesPassed']).toContain('r-reevaluate-cause');
    expect(await notAgain(at)).toBe('state');
  });

  it('goes to a new report: reviewed, scored and signed anew, D as it was fixed', async () => {
    const at = await awarded();
    await order(at);
    await again(at);
    // before all have reviewed the bid that is back, nothing closes
    await score(at, [['21', '8'], ['29', '10'], null]);
    expect(await at.play.refused(spec('evl-score'), at.members[0] ?? expect.fail(), at.lotId, { bidId: at.bidIds[2], scores: { technical: '30' }, objective: { credit: '9' } })).toBe('state');
    expect((await sessionOf(at)).state).toBe('detailed');
    for (const who of at.members) await act(at, 'evl-prelim', who, { bidId: at.bidIds[2], items });
    expect(await states(at)).toEqual(['valid', 'valid', 'valid', 'rejected']);
    await score(at, [null, null, ['30', '10']]);
    const session = await sessionOf(at);
    expect(session).toMatchObject({ state: 'tallied', data: { benchmarkFen: '10500', report: { version: 2 } } });
    await sign(at);
    const lot = await lotOf(at);
    // 11000 is 4.76 % above 10500: 60 − 4.76 = 55.24, and 29 + 10; 9000 is 14.29 % below 10500: 60 − 7.14 = 52.86
    expect(lot).toMatchObject({ state: 'evaluated', data: { candidates: [{ bidSeq: 2, total: '94.24' }, { bidSeq: 3, total: '92.86' }, { bidSeq: 1 }] } });
    await act(at, 'awd-candidate', at.tenderer, { publicityEnd: '2026-12-12T00:00:00.000Z', publicityFile: file, objectionChannel: '0' });
    expect(await states(at)).toEqual(['candidate', 'candidate', 'candidate', 'rejected']);
  });

  it('may reject again what came back, and ranks at once where nothing is scored', async () => {
    const at = await awarded();
    await order(at);
    await again(at);
    for (const who of at.members.slice(0, 2)) await act(at, 'reject-vote', who, { bidId: at.bidIds[2], ...clause });
    await act(at, 'evl-reject', at.members[2] ?? expect.fail(), { bidId: at.bidIds[2], ...clause });
    await score(at, [['20', '8'], ['30', '10'], null]);
    expect(await states(at)).toEqual(['ranked', 'ranked', 'rejected', 'rejected']);
    const cheap = await seated([{ price: '10000' }, { price: '11000' }, { price: '12000' }], { method: 'lowest-evaluated' });
    for (const bidId of cheap.bidIds) for (const who of cheap.members) await act(cheap, 'evl-prelim', who, { bidId, items });
    await sign(cheap);
    await order(cheap);
    await again(cheap, { reinstatedBidSeqs: [] });
    expect((await sessionOf(cheap)).state).toBe('detailed');
    await system(cheap.play, spec('evl-settle'), cheap.lotId);
    expect(await sessionOf(cheap)).toMatchObject({ state: 'tallied', data: { report: { version: 2 } } });
  });

  it('leaves out who has fallen out before', async () => {
    const at = await awarded();
    await act(at, 'do-winner-out', at.tenderer, { bidSeq: 2, causeCode: 'breach-found', evidenceHash: file });
    await order(at);
    await again(at, { reinstatedBidSeqs: [] });
    expect(await states(at)).toEqual(['valid', 'disqualified', 'rejected', 'rejected']);
    await score(at, [['20', '8'], null, null]);
    await sign(at);
    expect((await lotOf(at)).data.candidates).toMatchObject([{ bidSeq: 1, rank: 1 }]);
  });
});
