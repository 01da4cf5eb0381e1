import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { equalityKey, beacon, commitChance, drawChance, opened, system, type BidPlan, type Opened } from '../../../tests/support/committee-stage.ts';
import type { Actor } from '../../platform/act.ts';
import { timerChanceRevealEnd } from '../../platform/chance.ts';
import { actorOf } from '../../platform/testing/scenario.ts';
import { testDatabase, type TestDatabase } from '../../platform/testing/pg.ts';
import { specs as drawSpecs, type Draw } from '../expert-draw/index.ts';
import type { EvaluationConfig, Lot } from '../project-intake/index.ts';
import { ownClarificationsRead } from '../../contracts/reads.ts';
import { evaluationOfLot, ownClarifications, specs, type Evaluation } from './index.ts';

const spec = (id: string) => [...specs, ...drawSpecs(equalityKey)].find((one) => one.id === id) ?? expect.fail(`no spec ${id}`);
const items = (result: 'pass' | 'fail' = 'pass') => [{ code: 'form', result: 'pass' }, { code: 'qualification', result }];
const reason = { clauseRef: '第三章 2.1', reason: '资质不符' };
let database: TestDatabase;
beforeAll(async () => { database = await testDatabase(); });
afterAll(() => database.close());

const start = (bids: readonly BidPlan[], config: Partial<EvaluationConfig>, more: { lot?: Partial<Lot>; size?: number } = {}) => opened(database.pool, bids, { config, ...more });
const lotOf = async (at: Opened) => (await at.play.get<Lot>('lot', at.lotId)) ?? expect.fail('no lot');
const sessionOf = async (at: Opened) => (await at.play.get<Evaluation>('evaluation', (await lotOf(at)).data.evaluationSessionId ?? '')) ?? expect.fail('no session');
const act = (at: Opened, id: string, who: Actor, input: unknown) => at.play.act(spec(id), who, at.lotId, input);
const refused = (at: Opened, id: string, who: Actor, input: unknown) => at.play.refused(spec(id), who, at.lotId, input);
const member = (at: Opened, i: number): Actor => at.members[i] ?? expect.fail('no member');
const bid = (at: Opened, i: number): string => at.bidIds[i] ?? expect.fail('no bid');

async function seat(at: Opened): Promise<void> {
  await system(at.play, spec('session-open'), at.lotId);
  for (const who of at.members) await act(at, 'evl-checkin', who, { witnessed: true });
  for (const who of at.members) await act(at, 'evl-avoid', who, { declared: 'clear' });
  for (const who of at.members) await act(at, 'evl-chair', who, { votedSeatNo: 1 });
}
async function review(at: Opened, bids: readonly string[] = at.bidIds): Promise<void> {
  for (const bidId of bids) for (const who of at.members) await act(at, 'evl-prelim', who, { bidId, items: items() });
}
async function sign(at: Opened): Promise<void> {
  const { data } = await sessionOf(at);
  for (const who of at.members) await act(at, 'evl-report', who, { reportDigest: data.report?.digest, position: 'agree' });
}
async function ranking(at: Opened): Promise<Record<string, unknown>[]> {
  const { rows } = await database.pool.query<{ data: Record<string, unknown>; state: string }>("select data->'ranking' as data from record where kind = 'bid' and lot_id = $1 order by (data->>'bidSeq')::int", [at.lotId]);
  return rows.map((row) => row.data);
}

const technical = [{ id: 'technical', zh: '技术', max: '30', subjective: true }, { id: 'credit', zh: '信用', max: '10', subjective: false }];
const comprehensive: Partial<EvaluationConfig> = { method: 'comprehensive', benchmark: 'bm-mean', benchmarkBase: 'valid', priceFormula: 'ps-deviation', priceMax: '60', E1: '1', E2: '0.5', criteria: technical };

describe('comprehensive', () => {
  it('goes from sign-in to signed report', async () => {
    const at = await start([{ price: '10000' }, { price: '11000' }, { price: '12000' }, { price: '99999' }], comprehensive, { lot: { ceilingFen: '12000' } });
    await seat(at);
    expect(await sessionOf(at)).toMatchObject({ state: 'chaired', data: { chairSeatNo: 1 } });
    await review(at, at.bidIds.slice(0, 3));
    const session = await sessionOf(at);
    expect(session).toMatchObject({ state: 'detailed', data: { benchmarkFen: '11000' } });
    expect((await at.play.get('bid', bid(at, 3)))?.state).toBe('rejected');
    expect(await refused(at, 'evl-score', member(at, 0), { bidId: bid(at, 0), scores: { technical: '30.01' }, objective: { credit: '8' } })).toBe('r-score-range');
    expect(await refused(at, 'evl-score', member(at, 0), { bidId: bid(at, 0), scores: { technical: '-1' }, objective: { credit: '8' } })).toBe('r-score-range');
    expect(await refused(at, 'evl-score', member(at, 0), { bidId: bid(at, 0), scores: {}, objective: { credit: '8' } })).toBe('invalid-input');
    expect(await refused(at, 'evl-score', member(at, 1), { bidId: bid(at, 0), scores: { technical: 1 }, objective: { credit: '8' } })).toBe('invalid-input');
    expect(await refused(at, 'evl-score', at.experts[0] ?? expect.fail(), { bidId: bid(at, 0), scores: { technical: 1 } })).toBe('forbidden');
    for (const [b, points] of [['20', '8'], ['25.25', '6'], ['30', '10']].entries()) {
      for (const [m, who] of at.members.entries()) {
        // the last sheet of all would be added up at once: its rule speaks first
        if (b === 2 && m === at.members.length - 1) expect(await refused(at, 'evl-score', who, { bidId: bid(at, 2), scores: { technical: '30.01' } })).toBe('r-score-range');
        await act(at, 'evl-score', who, { bidId: bid(at, b), scores: { technical: points[0] }, ...(m === 0 ? { objective: { credit: points[1] } } : {}) });
        if (b === 0 && m === 0) expect(await refused(at, 'evl-score', who, { bidId: bid(at, 0), scores: { technical: '1' }, objective: { credit: '8' } })).toBe('r-score-once');
      }
    }
    expect((await sessionOf(at)).state).toBe('tallied');
    // 10000: 9.0909 % below → 60 − 4.55 = 55.45; 12000: 9.0909 % above → 50.91
    expect(await ranking(at)).toMatchObject([
      { priceScore: '55.45', total: '83.45', rank: 3 }, { priceScore: '60.00', total: '91.25', rank: 1, criterionMeans: { technical: '25.25', credit: '6.00' } }, { priceScore: '50.91', total: '90.91', rank: 2 }, null,
    ]);
    expect(await refused(at, 'evl-score', member(at, 1), { bidId: bid(at, 0), scores: { technical: '1' } })).toBe('state');
    const digest = (await sessionOf(at)).data.report?.digest ?? expect.fail('no report');
    expect(await refused(at, 'evl-report', member(at, 0), { reportDigest: '0'.repeat(64), position: 'agree' })).toBe('version-conflict');
    expect(await refused(at, 'evl-report', member(at, 0), { reportDigest: digest, position: 'dissent' })).toBe('invalid-input');
    for (const who of at.members.slice(1)) await act(at, 'evl-report', who, { reportDigest: digest, position: 'agree' });
    expect((await lotOf(at)).state).toBe('opened');
    await act(at, 'evl-report', member(at, 0), { reportDigest: digest, position: 'dissent', reason: '不同意第二名得分' });
    expect((await sessionOf(at)).state).toBe('reported');
    const lot = await lotOf(at);
    expect(lot).toMatchObject({ state: 'evaluated', data: { candidates: [{ bidSeq: 2, rank: 1, total: '91.25' }, { bidSeq: 3, rank: 2 }, { bidSeq: 1, rank: 3 }] } });
    const { rows } = await database.pool.query<{ gate: string; fp: string; body: string }>("select gate, fp, body from leaf where lot_id = $1 and fp like 'evl-%'", [at.lotId]);
    expect(rows.every((row) => row.gate !== null)).toBe(true);
    expect(rows.filter((row) => row.fp === 'evl-score' && row.body.includes('"technical"'))).toEqual([]);
    expect(rows.filter((row) => row.fp === 'evl-summary' && row.body.includes('"kind":"act"'))).toHaveLength(3);
  });

  it('rejects by a majority for one clause, and not before', async () => {
    const at = await start([{ price: '10000' }, { price: '11000' }, { price: '12000' }], { ...comprehensive, criteria: [] });
    await seat(at);
    await review(at, at.bidIds.slice(0, 2));
    for (const who of at.members) await act(at, 'evl-prelim', who, { bidId: bid(at, 2), items: items('fail') });
    expect((await sessionOf(at)).state).toBe('preliminary');
    await act(at, 'reject-vote', member(at, 0), { bidId: bid(at, 2), ...reason });
    await act(at, 'reject-vote', member(at, 1), { bidId: bid(at, 2), ...reason, clauseRef: '另一条款' });
    expect(await refused(at, 'evl-reject', member(at, 2), { bidId: bid(at, 2), ...reason })).toBe('r-reject-majority');
    expect(await refused(at, 'reject-vote', at.tenderer, { bidId: bid(at, 2), ...reason })).toBe('not-found');
    await act(at, 'reject-vote', member(at, 1), { bidId: bid(at, 2), ...reason });
    await act(at, 'evl-reject', member(at, 2), { bidId: bid(at, 2), ...reason });
    expect((await at.play.get('bid', bid(at, 2)))?.state).toBe('rejected');
    // no criterion is scored: the ranking follows at once
    expect(await sessionOf(at)).toMatchObject({ state: 'tallied', data: { benchmarkFen: '10500', lacking: false } });
  });

  it('says so when the majority finds no competition, and when all are above the ceiling', async () => {
    const at = await start([{ price: '10000' }, { price: '11000' }], { ...comprehensive, criteria: [] });
    await seat(at);
    for (const bidId of at.bidIds) for (const [i, who] of at.members.entries()) await act(at, 'evl-prelim', who, { bidId, items: items(), ...(i < 3 ? { competition: 'fail' } : {}) });
    expect(await sessionOf(at)).toMatchObject({ state: 'tallied', data: { lacking: true, report: { candidates: [] } } });
    await sign(at);
    expect(await lotOf(at)).toMatchObject({ state: 'evaluated', data: { candidates: [] } });
    const above = await start([{ price: '10000' }, { price: '11000' }], { ...comprehensive, criteria: [] }, { lot: { ceilingFen: '9000' } });
    await seat(above);
    await act(above, 'evl-prelim', member(above, 0), { bidId: bid(above, 0), items: items() });
    expect(await sessionOf(above)).toMatchObject({ state: 'tallied', data: { lacking: true } });
  });

  it('drops extremes with seven and keeps D when a bid is rejected in detail', async () => {
    const at = await start([{ price: '10000' }, { price: '11000' }, { price: '15000' }], { ...comprehensive, dropExtremes: true, criteria: [technical[0] ?? expect.fail()] }, { size: 7 });
    await seat(at);
    await review(at);
    expect((await sessionOf(at)).data.benchmarkFen).toBe('12000');
    for (const who of at.members.slice(0, 3)) await act(at, 'reject-vote', who, { bidId: bid(at, 2), ...reason });
    await act(at, 'evl-reject', member(at, 3), { bidId: bid(at, 2), ...reason });
    for (const bidId of at.bidIds.slice(0, 2)) for (const [i, who] of at.members.entries()) await act(at, 'evl-score', who, { bidId, scores: { technical: i === 0 ? 0 : i === 1 ? 30 : 20 } });
    expect(await ranking(at)).toMatchObject([{ criterionMeans: { technical: '20.00' } }, { criterionMeans: { technical: '20.00' }, priceScore: '55.83' }, null]);
    expect((await sessionOf(at)).data.benchmarkFen).toBe('12000');
  });
});

describe('prices that no client of ours seals', () => {
  const odd: BidPlan[] = [
    { price: '十万元' }, { price: '-5' }, { price: '0' }, { price: '9'.repeat(21) }, { price: '12.5' }, { price: '10000', adjustments: [{ item: '优惠', amountFen: '-9000' }] },
  ];
  it.each([['lowest-evaluated', 'valid'], ['comprehensive', 'opened']] as const)('fall by rule and move nothing: %s', async (method, benchmarkBase) => {
    const config: Partial<EvaluationConfig> = method === 'comprehensive' ? { ...comprehensive, criteria: [], benchmarkBase } : { method };
    const at = await start([...odd, { price: '10000' }, { price: '11000' }, { price: '12000' }], config);
    await seat(at);
    await review(at, at.bidIds.slice(odd.length));
    const { rows } = await database.pool.query<{ state: string }>("select state from record where kind = 'bid' and lot_id = $1 order by (data->>'bidSeq')::int", [at.lotId]);
    expect(rows.map(({ state }) => state)).toEqual([...odd.map(() => 'rejected'), 'ranked', 'ranked', 'ranked']);
    expect((await sessionOf(at)).data.benchmarkFen).toBe(method === 'comprehensive' ? '11000' : undefined);
    const leaves = await database.pool.query<{ price: string; passed: string[] }>("select body::jsonb->'public'->>'priceFen' as price, body::jsonb->'rulesPassed' as passed from leaf where lot_id = $1 and fp = 'evl-reject' order by ordinal", [at.lotId]);
    expect(leaves.rows[0]).toEqual({ price: '十万元', passed: ['r-price-above-ceiling'] });
  });
});

describe('price alone', () => {
  const plans: [Partial<EvaluationConfig>, BidPlan[], Partial<Lot>, object[]][] = [
    [{ method: 'reasonable-low', benchmark: 'bm-mean-down', coefficients: { x: ['0.02'] } }, [{ price: '10000' }, { price: '9800' }, { price: '10200' }], {}, [{ rank: 2, priceScore: '95.92' }, { rank: 1, priceScore: '100.00' }, { rank: 3, priceScore: '91.84' }]],
    [{ method: 'lowest-evaluated' }, [{ price: '10000', adjustments: [{ item: '漏项', amountFen: '900' }] }, { price: '10500' }, { price: '10400' }], {}, [{ rank: 3, evaluationFen: '10900' }, { rank: 2 }, { rank: 1 }]],
    [{ method: 'gp-lowest', smeDeduction: '0.1' }, [{ price: '10000' }, { price: '10500', size: 'small' }, { price: '10600' }], { category: 'gov-procurement', machine: 'gp-lot', budgetFen: '20000' }, [{ rank: 2 }, { rank: 1, evaluationFen: '9450' }, { rank: 3 }]],
  ];
  it.each(plans)('%j', async (config, bids, lot, expected) => {
    const at = await start(bids, config, { lot });
    await seat(at);
    await review(at);
    expect((await sessionOf(at)).state).toBe('tallied');
    expect(await ranking(at)).toMatchObject(expected);
    await sign(at);
    expect((await lotOf(at)).state).toBe('evaluated');
  });

  it('procurement by points: lowest evaluation price is the benchmark, the purchaser may check qualification first', async () => {
    const at = await start([{ price: '34500000' }, { price: '34680000' }, { price: '34800000' }], { method: 'gp-comprehensive', priceMax: '30', criteria: [{ id: 'technical', zh: '技术', max: '70', subjective: true }] }, { lot: { category: 'gov-procurement', machine: 'gp-lot', budgetFen: '35000000' } });
    await act(at, 'evl-prelim', at.tenderer, { bidId: bid(at, 0), items: [{ code: 'qualification', result: 'pass' }] });
    await seat(at);
    await review(at);
    for (const bidId of at.bidIds) for (const who of at.members) await act(at, 'evl-score', who, { bidId, scores: { technical: 60 } });
    expect(await ranking(at)).toMatchObject([{ priceScore: '30.00', total: '90.00' }, { priceScore: '29.84' }, { priceScore: '29.74' }]);
  });

  it('parts equal bids by a draw of the tenderer and the supervisor', async () => {
    const at = await start([{ price: '10000' }, { price: '10000' }, { price: '12000' }], { method: 'lowest-evaluated' });
    await seat(at);
    await review(at);
    expect(await sessionOf(at)).toMatchObject({ state: 'scored', data: { tie: { chanceId: null } } });
    const parties = await commitChance(at, 'tie');
    await system(at.play, spec('evl-settle'), at.lotId);
    const chanceId = (await sessionOf(at)).data.tie?.chanceId ?? expect.fail('not frozen');
    await drawChance(at, chanceId, parties);
    await system(at.play, spec('evl-settle'), at.lotId);
    await system(at.play, spec('evl-settle'), at.lotId);
    const session = await sessionOf(at);
    expect(session.state).toBe('tallied');
    const [first, second] = session.data.tieDraws[0]?.order ?? [];
    expect(session.data.report?.candidates.map((one) => one.bidId)).toEqual([first, second, bid(at, 2)]);
  });
});

describe('ties', () => {
  it('keep one rank in procurement; a void draw is repeated and then orders the candidates', async () => {
    const at = await start([{ price: '9000' }, { price: '9000' }, { price: '9000' }, { price: '9000' }], { method: 'gp-lowest' }, { lot: { category: 'gov-procurement', machine: 'gp-lot', budgetFen: '20000' } });
    await commitChance(at, 'tie');
    await seat(at);
    await review(at);
    const first = (await sessionOf(at)).data.tie?.chanceId ?? expect.fail('not frozen');
    await beacon(at, first);
    await at.play.setNow('2026-12-01T01:35:00.000Z');
    await system(at.play, timerChanceRevealEnd, at.lotId);
    await system(at.play, spec('evl-settle'), at.lotId);
    expect(await sessionOf(at)).toMatchObject({ state: 'scored', data: { tie: { chanceId: null } } });
    const parties = await commitChance(at, 'tie');
    await system(at.play, spec('evl-settle'), at.lotId);
    const second = (await sessionOf(at)).data.tie?.chanceId ?? expect.fail('not frozen again');
    await drawChance(at, second, parties);
    await system(at.play, spec('evl-settle'), at.lotId);
    const session = await sessionOf(at);
    expect(await ranking(at)).toMatchObject([{ rank: 1 }, { rank: 1 }, { rank: 1 }, { rank: 1 }]);
    expect(session.data.report?.candidates.map((one) => one.bidId)).toEqual(session.data.tieDraws[0]?.order.slice(0, 3));
    await sign(at);
    expect((await lotOf(at)).data.candidates?.map((one) => one.rank)).toEqual([1, 2, 3]);
  });

  it('are parted by technical points before any draw', async () => {
    const at = await start([{ price: '10000' }, { price: '10000' }, { price: '10000' }], { ...comprehensive, criteria: [technical[0] ?? expect.fail(), { id: 'plan', zh: '方案', max: '10', subjective: true }] });
    await seat(at);
    await review(at);
    for (const [b, technicalScore] of [20, 25, 22].entries()) for (const who of at.members) await act(at, 'evl-score', who, { bidId: bid(at, b), scores: { technical: technicalScore, plan: 30 - technicalScore > 10 ? 10 : 30 - technicalScore } });
    expect((await sessionOf(at)).data.report?.candidates[0]?.bidSeq).toBe(2);
  });
});

describe('committee', () => {
  it('seats members alone, elects an expert by majority, votes again without one', async () => {
    const at = await start([{ price: '1' }], { method: 'lowest-evaluated' });
    await system(at.play, spec('session-open'), at.lotId);
    expect(await refused(at, 'evl-checkin', actorOf(['expert']), { witnessed: true })).toBe('forbidden');
    for (const who of at.members) await act(at, 'evl-checkin', who, { witnessed: true });
    expect(await refused(at, 'evl-prelim', member(at, 0), { bidId: bid(at, 0), items: items() })).toBe('state');
    for (const who of at.members) await act(at, 'evl-avoid', who, { declared: 'clear' });
    expect(await refused(at, 'evl-chair', member(at, 0), { votedSeatNo: 5 })).toBe('invalid-input');
    for (const [i, votedSeatNo] of [1, 1, 2, 2, 3].entries()) await act(at, 'evl-chair', member(at, i), { votedSeatNo });
    expect(await sessionOf(at)).toMatchObject({ state: 'declared', data: { voteRound: 2 } });
    for (const who of at.members.slice(0, 4)) await act(at, 'evl-chair', who, { votedSeatNo: 2 });
    expect(await refused(at, 'evl-chair', member(at, 0), { votedSeatNo: 2 })).toBe('state');
    await act(at, 'evl-chair', member(at, 4), { votedSeatNo: 2 });
    expect((await sessionOf(at)).data.chairSeatNo).toBe(2);
  });

  it('refuses an expert who works for a bidder and calls another when one declares it', async () => {
    const at = await start([{ price: '1' }, { price: '2' }, { price: '3' }], { method: 'lowest-evaluated' });
    await system(at.play, spec('session-open'), at.lotId);
    const bidder = (await at.play.get<{ bidderId: string }>('bid', bid(at, 0)))?.data.bidderId ?? expect.fail();
    const employer = (await at.play.get<{ employerName: string }>('expert', member(at, 1).accountId ?? ''))?.data.employerName;
    await at.play.put({ kind: 'entity', id: bidder, state: 'active', lotId: null, ownerId: null, key: null, data: { uscc: '91110000BIDDER0002', name: employer } });
    expect(await refused(at, 'evl-checkin', member(at, 1), { witnessed: true })).toBe('r-expert-avoidance');
    await database.pool.query("update record set data = jsonb_set(data, '{name}', '\"别家\"') where id = $1", [bidder]);
    for (const who of at.members) await act(at, 'evl-checkin', who, { witnessed: true });
    await act(at, 'evl-avoid', member(at, 1), { declared: 'conflict', relatedBidSeqs: [1] });
    expect(await refused(at, 'evl-avoid', member(at, 1), { declared: 'clear' })).toBe('forbidden');
    for (const i of [0, 2, 3, 4]) await act(at, 'evl-avoid', member(at, i), { declared: 'clear' });
    expect((await sessionOf(at)).state).toBe('checking-in');
    const newcomer = await replacementOf(at, 2);
    await act(at, 'evl-checkin', newcomer, { witnessed: true });
    await act(at, 'evl-avoid', newcomer, { declared: 'clear' });
    expect((await sessionOf(at)).state).toBe('declared');
  });

  it('pauses, replaces whoever left, and goes on from the sealed point only', async () => {
    const at = await start([{ price: '1' }, { price: '2' }, { price: '3' }], { method: 'lowest-evaluated' });
    const staff = actorOf(['centre-a']);
    await seat(at);
    await act(at, 'evl-prelim', member(at, 1), { bidId: bid(at, 0), items: items() });
    expect(await refused(at, 'member-absent', staff, { seatNo: 2 })).toBe('state');
    const { result } = await act(at, 'do-pause', staff, { reasonCode: 'member-left' });
    expect(await refused(at, 'evl-prelim', member(at, 0), { bidId: bid(at, 0), items: items() })).toBe('state');
    expect(await refused(at, 'member-absent', at.tenderer, { seatNo: 2 })).toBe('forbidden');
    await act(at, 'member-absent', staff, { seatNo: 2 });
    expect(await refused(at, 'do-resume', staff, { stateHash: result['stateHash'] })).toBe('state');
    const newcomer = await replacementOf(at, 2);
    await act(at, 'evl-checkin', newcomer, { witnessed: true });
    expect(await refused(at, 'do-resume', staff, { stateHash: '0'.repeat(64) })).toBe('version-conflict');
    await act(at, 'do-resume', staff, { stateHash: result['stateHash'] });
    expect(await sessionOf(at)).toMatchObject({ state: 'preliminary', data: { bids: [{ reviewed: [] }, {}, {}] } });
    at.members[1] = newcomer;
    await review(at);
    expect((await sessionOf(at)).state).toBe('tallied');
  });

  it('asks in writing, takes an answer in time that keeps the substance, and waits for it', async () => {
    const at = await start([{ price: '1' }, { price: '2' }, { price: '3' }], { method: 'lowest-evaluated' });
    await seat(at);
    await act(at, 'evl-prelim', member(at, 0), { bidId: bid(at, 0), items: items() });
    const dueAt = '2026-12-01T02:00:00.000Z';
    const asking = { action: 'request', bidId: bid(at, 0), question: '请说明报价构成' };
    // midnight in UTC+8 ends the day of the evaluation
    expect(await refused(at, 'evl-clarify', member(at, 0), { ...asking, dueAt: '2026-12-01T16:00:00.001Z' })).toBe('r-eval-clarify');
    await act(at, 'evl-clarify', member(at, 0), { ...asking, dueAt });
    await review(at);
    expect((await sessionOf(at)).state).toBe('preliminary');
    const owner = (await at.play.get('bid', bid(at, 0)))?.ownerId ?? '';
    const bidder = actorOf(['bidder'], { entityId: owner });
    const asked = await ownClarifications(database.pool, bidder, at.lotId);
    expect(ownClarificationsRead.parse(asked).items).toMatchObject([{ bidId: bid(at, 0), questionSeq: 1, question: '请说明报价构成', dueAt }]);
    // what is asked of one bidder is read by no other, and by nobody without a bid
    for (const other of [(await at.play.get('bid', bid(at, 1)))?.ownerId ?? '', crypto.randomUUID()]) {
      expect((await ownClarifications(database.pool, actorOf(['bidder'], { entityId: other }), at.lotId)).items).toEqual([]);
    }
    await expect(ownClarifications(database.pool, member(at, 0), at.lotId)).rejects.toThrow('forbidden');
    await expect(ownClarifications(database.pool, null, at.lotId)).rejects.toThrow('not-signed-in');
    const answer = { action: 'answer', bidId: bid(at, 0), questionSeq: 1, answer: '构成如下', essentialsKept: true };
    expect(await refused(at, 'evl-clarify', actorOf(['bidder'], { entityId: crypto.randomUUID() }), answer)).toBe('forbidden');
    expect(await refused(at, 'evl-clarify', bidder, { ...answer, questionSeq: 2 })).toBe('r-eval-clarify');
    expect(await refused(at, 'evl-clarify', bidder, { ...answer, essentialsKept: false })).toBe('r-eval-clarify');
    // a member may ask, and answers for nobody
    expect(await refused(at, 'evl-clarify', member(at, 0), answer)).toBe('forbidden');
    await act(at, 'evl-clarify', bidder, answer);
    expect((await ownClarifications(database.pool, bidder, at.lotId)).items).toMatchObject([{ answer: '构成如下' }]);
    expect((await sessionOf(at)).state).toBe('tallied');
  });

  it('stands still while its lot is suspended and is settled when the lot goes on', async () => {
    const at = await start([{ price: '1' }, { price: '2' }, { price: '3' }], { method: 'lowest-evaluated' });
    await seat(at);
    await act(at, 'evl-prelim', member(at, 0), { bidId: bid(at, 0), items: items() });
    await act(at, 'evl-clarify', member(at, 0), { action: 'request', bidId: bid(at, 0), question: '请说明报价构成', dueAt: '2026-12-01T02:00:00.000Z' });
    await review(at);
    await database.pool.query("update record set state = 'suspended' where id = $1", [at.lotId]);
    expect(await refused(at, 'evl-prelim', member(at, 0), { bidId: bid(at, 0), items: items() })).toBe('state');
    expect(await refused(at, 'evl-clarify', member(at, 0), { action: 'request', bidId: bid(at, 0), question: '？', dueAt: '2026-12-01T02:00:00.000Z' })).toBe('state');
    await at.play.setNow('2026-12-01T02:00:00.001Z');
    await system(at.play, spec('evl-settle'), at.lotId);
    expect((await sessionOf(at)).state).toBe('preliminary');
    await database.pool.query("update record set state = 'opened' where id = $1", [at.lotId]);
    await system(at.play, spec('evl-settle'), at.lotId);
    expect((await sessionOf(at)).state).toBe('tallied');
  });

  it('has an abnormally low price explained, and rejects it by majority where the explanation is weak', async () => {
    const at = await start([{ price: '10000' }, { price: '11000' }, { price: '3000' }], { method: 'lowest-evaluated' }, { lot: { ceilingFen: '12000' } });
    await seat(at);
    const flags = async () => {
      const view = await evaluationOfLot(database.pool, { actor: member(at, 0) }, { lotId: at.lotId });
      return (view as { abnormallyLow?: unknown[] }).abnormallyLow;
    };
    await act(at, 'evl-prelim', member(at, 0), { bidId: bid(at, 0), items: items() });
    const low = { bidId: bid(at, 2), bidSeq: 3, reasons: ['share-of-mean', 'share-of-second-lowest', 'share-of-ceiling'] };
    expect(await flags()).toEqual([{ ...low, asked: false, answered: false }]);
    const bidder = actorOf(['bidder'], { entityId: (await at.play.get('bid', bid(at, 2)))?.ownerId ?? null });
    await act(at, 'evl-clarify', member(at, 1), { action: 'request', bidId: bid(at, 2), question: '请说明报价低于成本的理由并附成本证明', dueAt: '2026-12-01T02:00:00.000Z' });
    await act(at, 'evl-clarify', bidder, { action: 'answer', bidId: bid(at, 2), questionSeq: 1, answer: '薄利', essentialsKept: true });
    expect(await flags()).toEqual([{ ...low, asked: true, answered: true }]);
    for (const i of [0, 1]) await act(at, 'reject-vote', member(at, i), { bidId: bid(at, 2), clauseRef: '第三章 3.2.2', reason: '不能合理说明' });
    await act(at, 'evl-reject', member(at, 2), { bidId: bid(at, 2), clauseRef: '第三章 3.2.2', reason: '不能合理说明' });
    await review(at, at.bidIds.slice(0, 2));
    expect(await sessionOf(at)).toMatchObject({ state: 'tallied', data: { report: { candidates: [{ bidSeq: 1 }, { bidSeq: 2 }] } } });
    // one that the committee lets stand is told to the supervisor, with what was asked
    const kept = await start([{ price: '10000' }, { price: '11000' }, { price: '3000' }], { method: 'lowest-evaluated' });
    await seat(kept);
    await review(kept);
    const { rows } = await database.pool.query<{ data: Record<string, unknown> }>("select data from record where kind = 'warning' and lot_id = $1", [kept.lotId]);
    expect(rows).toMatchObject([{ data: { warning: 'w-abnormal-low', bidSeq: 3, asked: false } }]);
    const report = await database.pool.query<{ low: unknown }>("select data->'content'->'abnormallyLow' as low from record where kind = 'evaluation-report' and lot_id = $1", [kept.lotId]);
    expect(report.rows).toEqual([{ low: [{ bidSeq: 3, reasons: ['share-of-mean', 'share-of-second-lowest'], asked: false, answered: false }] }]);
  });

  it('opens named sheets again by majority, in the cases of the law', async () => {
    const at = await start([{ price: '10000' }, { price: '11000' }, { price: '12000' }], comprehensive);
    await seat(at);
    await review(at);
    for (const bidId of at.bidIds) for (const [i, who] of at.members.entries()) await act(at, 'evl-score', who, { bidId, scores: { technical: 20 }, ...(i === 0 ? { objective: { credit: 5 } } : {}) });
    const order = { causeCode: 'abnormal-score', sheets: [{ bidId: bid(at, 0), seatNo: 2 }] };
    expect(await refused(at, 'do-order-correction', member(at, 0), order)).toBe('r-score-correction');
    for (const i of [0, 1]) await act(at, 'correction-vote', member(at, i), { causeCode: 'abnormal-score' });
    await act(at, 'do-order-correction', member(at, 2), order);
    const { rows } = await database.pool.query("select data->>'warning' as warning, data->>'causeCode' as cause from record where kind = 'warning' and lot_id = $1 and data->>'warning' = 'w-score-changed'", [at.lotId]);
    expect(rows).toEqual([{ warning: 'w-score-changed', cause: 'abnormal-score' }]);
    expect(await refused(at, 'evl-score', member(at, 2), { bidId: bid(at, 0), scores: { technical: 30 } })).toBe('r-score-once');
    await act(at, 'evl-score', member(at, 1), { bidId: bid(at, 0), scores: { technical: 30 } });
    expect((await sessionOf(at)).state).toBe('tallied');
    expect((await ranking(at))[0]).toMatchObject({ criterionMeans: { technical: '22.00' } });
    await sign(at);
    expect((await lotOf(at)).state).toBe('evaluated');
  });
});

/** The next of the draw answers the blind call and takes the seat. */
async function replacementOf(at: Opened, seatNo: number): Promise<Actor> {
  const draw = (await at.play.get<Draw>('draw', at.drawId)) ?? expect.fail('no draw');
  const place = draw.data.seats.find((one) => one.seatNo === seatNo);
  const call = await at.play.get<{ phone: string }>('sms-call', place?.callId ?? '');
  await system(at.play, spec('exp-reply'), at.lotId, { callId: place?.callId, phone: call?.data.phone, content: '1' });
  await system(at.play, spec('session-open'), at.lotId);
  return at.experts.find((one) => one.accountId === place?.expertId) ?? expect.fail('nobody was called');
}
