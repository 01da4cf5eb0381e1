import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { equalityKey, opened, system, type Opened } from '../../../tests/support/committee-stage.ts';
import type { Actor } from '../../platform/act.ts';
import { anyPackage } from '../../platform/testing/market.ts';
import { testDatabase, type TestDatabase } from '../../platform/testing/pg.ts';
import { actorOf } from '../../platform/testing/scenario.ts';
import { specs as awardSpecs } from '../award-contract/index.ts';
import { specs as evaluationSpecs, type Evaluation } from '../evaluation/index.ts';
import { specs as drawSpecs } from '../expert-draw/index.ts';
import type { Lot } from '../project-intake/index.ts';
import { intArchive } from '../project-intake/int-archive.ts';
import { specs } from './index.ts';

let database: TestDatabase;
beforeAll(async () => { database = await testDatabase(); });
afterAll(() => database.close());

const spec = (id: string) => [...specs, ...evaluationSpecs, ...drawSpecs(equalityKey), ...awardSpecs, intArchive(anyPackage)].find((one) => one.id === id) ?? expect.fail(`no spec ${id}`);
const act = (at: Opened, id: string, who: Actor, input: unknown, subject: string = at.lotId) => at.play.act(spec(id), who, subject, input);
const refused = (at: Opened, id: string, who: Actor, input: unknown, subject: string = at.lotId) => at.play.refused(spec(id), who, subject, input);
const lotOf = async (at: Opened, id = at.lotId) => (await at.play.get<Lot>('lot', id)) ?? expect.fail('no lot');
const frame: Partial<Lot> = { machine: 'gp-lot', category: 'gov-procurement', kind: 'framework-agreement', objectType: 'goods', budgetFen: '50000', openGates: ['bid-deadline'] };
const TERM = '2027-11-30T00:00:00.000Z';

async function file(owner: string | null): Promise<string> {
  const sha256 = randomUUID().replaceAll('-', '').repeat(2);
  await database.pool.query('insert into blob (sha256, owner_id, sm3, size) values ($1, $2, $1, 1)', [sha256, owner]);
  return sha256;
}
const own = (at: Opened) => file(at.tenderer.entityId);

/** Four bids, ranked by price; the first stage as far as its report. */
async function ranked(prices = ['4000', '4100', '4200', '4300']): Promise<Opened> {
  const at = await opened(database.pool, prices.map((price) => ({ price })), { config: { method: 'gp-lowest' }, size: 5, lot: { ...frame, lotCode: `T-${randomUUID()}` } });
  await system(at.play, spec('session-open'), at.lotId);
  for (const who of at.members) await act(at, 'evl-checkin', who, { witnessed: true });
  for (const who of at.members) await act(at, 'evl-avoid', who, { declared: 'clear' });
  for (const who of at.members) await act(at, 'evl-chair', who, { votedSeatNo: 1 });
  for (const bidId of at.bidIds) for (const who of at.members) await act(at, 'evl-prelim', who, { bidId, items: [{ code: 'form', result: 'pass' }, { code: 'qualification', result: 'pass' }] });
  const session = await at.play.get<Evaluation>('evaluation', (await lotOf(at)).data.evaluationSessionId ?? '');
  for (const who of at.members) await act(at, 'evl-report', who, { reportDigest: session?.data.report?.digest, position: 'agree' });
  return at;
}
const decision = async (at: Opened, admittedBidSeqs?: number[]) => ({ bidSeq: 1, decisionFile: await own(at), decisionMakerId: 'D', ...(admittedBidSeqs ? { admittedBidSeqs } : {}) });
const terms = { items: [{ itemId: 'A4', zh: 'A4复印纸' }, { itemId: 'A3', zh: 'A3复印纸' }], modes: ['direct', 'rota', 'competition'], validTo: TERM };
const contract = async (at: Opened, more: object = {}) => ({ contractPriceFen: '4000', duration: '90', contractFile: await own(at), contractCode: 'K-1', paymentTerms: '按单支付', ...more });

async function concluded(): Promise<Opened> {
  const at = await ranked();
  await act(at, 'awd-decide', at.tenderer, await decision(at, [1, 2, 3]));
  await act(at, 'awd-notice', at.tenderer, { noticeFile: await own(at) });
  await act(at, 'awd-result', at.tenderer, { noticeFile: await own(at), objectionChannel: '书面', winnerAddress: '示例路' });
  await act(at, 'ctr-sign', at.tenderer, await contract(at, { framework: terms }));
  return at;
}
const asked = async (at: Opened, more: object) => ({ frameworkId: at.lotId, reason: '就近供货', orderFile: await own(at), ...more });
async function order(at: Opened, more: object): Promise<{ orderId: string; supplierName: string; priceFen: string }> {
  return (await act(at, 'gpr-framework', at.tenderer, await asked(at, more), randomUUID())).result as never;
}
async function noOrder(at: Opened, more: object): Promise<string> {
  return refused(at, 'gpr-framework', at.tenderer, await asked(at, more), randomUUID());
}

/** The clock comes to an instant, and what falls due then is done. */
async function ends(at: Opened, now: string): Promise<void> {
  await at.play.setNow(now);
  await system(at.play, spec('timer:offer-end'), at.lotId);
}

describe('first stage', () => {
  it('admits the first of the ranking, not too few, and never all', async () => {
    const at = await ranked();
    for (const wrong of [undefined, [1, 3], [2, 1], [1, 2, 3, 4]]) expect(await refused(at, 'awd-decide', at.tenderer, await decision(at, wrong))).toBe('framework-admission');
    const few = await ranked(['4000', '4100', '4200']);
    expect(await refused(few, 'awd-decide', few.tenderer, await decision(few, [1, 2, 3]))).toBe('framework-admission');
    await act(few, 'awd-decide', few.tenderer, await decision(few, [1, 2]));
    expect((await lotOf(few)).data.framework?.suppliers.map(({ bidSeq, unitFen }) => [bidSeq, unitFen])).toEqual([[1, '4000'], [2, '4100']]);
  });

  it('is signed with items, ways and a term within the law', async () => {
    const at = await ranked();
    await act(at, 'awd-decide', at.tenderer, await decision(at, [1, 2]));
    await act(at, 'awd-result', at.tenderer, { noticeFile: await own(at), objectionChannel: '书面', winnerAddress: '示例路' });
    expect(await noOrder(at, { mode: 'direct', itemId: 'A4', quantity: 1, bidSeq: 1 })).toBe('framework-closed');
    expect(await refused(at, 'ctr-sign', at.tenderer, await contract(at))).toBe('framework-terms');
    expect(await refused(at, 'ctr-sign', at.tenderer, await contract(at, { framework: { ...terms, validTo: '2028-12-31T00:00:00.000Z' } }))).toBe('framework-terms');
    await act(at, 'ctr-sign', at.tenderer, await contract(at, { framework: terms }));
    for (const bidId of at.bidIds.slice(0, 2)) expect((await at.play.get('bid', bidId))?.state).toBe('contracted');
    expect((await at.play.get('bid', at.bidIds[2] ?? ''))?.state).toBe('lost');
  });
});

describe('second stage', () => {
  it('directly: an admitted supplier, a listed item, at its unit price; to the end of the order', async () => {
    const at = await concluded();
    expect(await noOrder(at, { mode: 'direct', itemId: 'A4', quantity: 10, bidSeq: 4 })).toBe('r-framework-scope');
    expect(await noOrder(at, { mode: 'direct', itemId: 'B5', quantity: 10, bidSeq: 2 })).toBe('r-framework-scope');
    expect(await noOrder(at, { mode: 'direct', itemId: 'A4', bidSeq: 2 })).toBe('invalid-input');
    expect(await refused(at, 'gpr-framework', actorOf(['tenderer'], { entityId: randomUUID() }), await asked(at, { mode: 'direct', itemId: 'A4', quantity: 1, bidSeq: 2 }), randomUUID())).toBe('forbidden');
    expect(await refused(at, 'gpr-framework', at.tenderer, { ...await asked(at, { mode: 'direct', itemId: 'A4', quantity: 1, bidSeq: 2 }), orderFile: 'a'.repeat(64) }, randomUUID())).toBe('blob-missing');
    const made = await order(at, { mode: 'direct', itemId: 'A4', quantity: 10, bidSeq: 2 });
    expect(made).toMatchObject({ supplierName: '投标人2', priceFen: '41000', state: 'selected' });
    const { orderId } = made;
    await act(at, 'awd-result', at.tenderer, { noticeFile: await own(at), objectionChannel: '书面', winnerAddress: '示例路' }, orderId);
    expect(await refused(at, 'ctr-sign', at.tenderer, await contract(at, { contractPriceFen: '40000' }), orderId)).toBe('r-contract-match');
    await act(at, 'ctr-sign', at.tenderer, await contract(at, { contractPriceFen: '41000', contractCode: 'K-2' }), orderId);
    const acceptance = async (acceptanceResult: string) => ({ acceptanceResult, acceptorIdNo: 'P', acceptanceReport: await own(at), items: { acceptanceContent: '全部', acceptanceStandard: '按合同' } });
    expect((await act(at, 'gpr-accept', at.tenderer, await acceptance('fail'), orderId)).result).toMatchObject({ state: 'contracted' });
    expect((await act(at, 'gpr-accept', at.tenderer, await acceptance('pass'), orderId)).result).toMatchObject({ state: 'performance-over' });
    expect(await refused(at, 'int-archive', at.tenderer, { archivePackage: await own(at), items: ['contract'] }, orderId)).toBe('r-archive-complete');
    expect((await act(at, 'int-archive', at.tenderer, { archivePackage: await own(at), items: ['contract', 'acceptance-report', 'result-notice'] }, orderId)).result).toMatchObject({ state: 'closed' });
    expect((await lotOf(at)).state).toBe('contracted');
  });

  it('by rota: one after the other, nobody passed over', async () => {
    const at = await concluded();
    const rota = { mode: 'rota', itemId: 'A3', quantity: 2 };
    expect(await noOrder(at, { ...rota, bidSeq: 2 })).toBe('framework-choice');
    const names: string[] = [];
    for (let i = 0; i < 4; i++) names.push((await order(at, rota)).supplierName);
    expect(names).toEqual(['投标人1', '投标人2', '投标人3', '投标人1']);
    expect((await lotOf(at)).data.framework?.orders).toHaveLength(4);
  });

  it('by competition: sealed offers of the suppliers, the lowest has it', async () => {
    const at = await concluded();
    const offerEnd = '2026-12-02T00:00:00.000Z';
    const ask = async (more: object = {}) => ({ itemId: 'A4', quantity: 100, offerEnd, demandFile: await own(at), ...more });
    const suppliers = await Promise.all(at.bidIds.map(async (id) => actorOf(['bidder'], { entityId: (await at.play.get<{ bidderId: string }>('bid', id))?.data.bidderId ?? '' })));
    const supplier = (i: number): Actor => suppliers[i] ?? expect.fail('no supplier');
    expect(await refused(at, 'order-call', supplier(0), await ask())).toBe('forbidden');
    expect(await refused(at, 'order-call', at.tenderer, await ask({ itemId: 'B5' }))).toBe('r-framework-scope');
    expect(await refused(at, 'order-call', at.tenderer, await ask({ offerEnd: '2026-11-01T00:00:00.000Z' }))).toBe('invalid-input');
    expect(await refused(at, 'order-call', at.tenderer, await ask({ demandFile: 'a'.repeat(64) }))).toBe('blob-missing');
    const { callId } = (await act(at, 'order-call', at.tenderer, await ask())).result as { callId: string };
    const offer = async (i: number, priceFen: number) => ({ callId, priceFen, offerFile: await file(supplier(i).entityId) });
    expect(await refused(at, 'order-offer', supplier(3), await offer(3, 1))).toBe('forbidden');
    expect(await refused(at, 'order-offer', supplier(0), await offer(0, 400_001))).toBe('framework-order-price');
    expect(await refused(at, 'order-offer', supplier(0), { ...await offer(0, 400_000), offerFile: 'a'.repeat(64) })).toBe('blob-missing');
    await act(at, 'order-offer', supplier(0), await offer(0, 399_000));
    expect(await refused(at, 'order-offer', supplier(0), await offer(0, 398_000))).toBe('quote-given');
    const competition = { mode: 'competition', callId };
    expect(await noOrder(at, competition)).toBe('state');
    await at.play.setNow('2026-12-01T23:00:00.000Z');
    await act(at, 'order-offer', supplier(1), await offer(1, 388_000));
    await ends(at, '2026-12-02T00:00:00.001Z');
    expect(await refused(at, 'order-offer', supplier(2), await offer(2, 100))).toBe('state');
    expect(await noOrder(at, { ...competition, bidSeq: 1 })).toBe('framework-choice');
    expect(await noOrder(at, { mode: 'competition', callId: randomUUID() })).toBe('not-found');
    expect(await order(at, competition)).toMatchObject({ supplierName: '投标人2', priceFen: '388000' });
    expect(await noOrder(at, competition)).toBe('state');
    const lonely = (await act(at, 'order-call', at.tenderer, await ask({ offerEnd: '2026-12-03T00:00:00.000Z' }))).result as { callId: string };
    await ends(at, '2026-12-03T00:00:00.001Z');
    expect(await noOrder(at, { mode: 'competition', callId: lonely.callId })).toBe('suppliers-too-few');
  });

  it('tells of no offer, nor of a try at one, before the competition is over; and then of all, whether an order follows or not', async () => {
    const at = await concluded();
    const [first, second] = await Promise.all(at.bidIds.map(async (id) => actorOf(['bidder'], { entityId: (await at.play.get<{ bidderId: string }>('bid', id))?.data.bidderId ?? '' })));
    if (!first || !second) return expect.fail('no suppliers');
    const call = async (offerEnd: string) => ((await act(at, 'order-call', at.tenderer, { itemId: 'A4', quantity: 100, offerEnd, demandFile: await own(at) })).result as { callId: string }).callId;
    const [later, sooner] = [await call('2026-12-04T00:00:00.000Z'), await call('2026-12-02T00:00:00.000Z')];
    const offer = async (callId: string, who: Actor) => ({ callId, priceFen: 399_000, offerFile: await file(who.entityId) });
    await act(at, 'order-offer', first, await offer(sooner, first));
    expect(await refused(at, 'order-offer', first, await offer(sooner, first))).toBe('quote-given');
    await act(at, 'order-offer', first, await offer(later, first));
    await act(at, 'order-offer', second, await offer(later, second));
    const told = async () => (await database.pool.query<{ gate: string; open: boolean }>(`select gate, open from leaf where lot_id = $1 and body::jsonb->>'actorKey' = any ($2) order by ordinal`, [at.lotId, [first.key, second.key]])).rows;
    const waits = (callId: string, open: boolean) => ({ gate: `order-offers:${callId}`, open });
    expect(await told()).toEqual([waits(sooner, false), waits(sooner, false), waits(later, false), waits(later, false)]);
    await ends(at, '2026-12-02T00:00:00.000Z');
    expect(await told()).toEqual([waits(sooner, false), waits(sooner, false), waits(later, false), waits(later, false)]);
    await ends(at, '2026-12-02T00:00:00.001Z');
    await ends(at, '2026-12-02T00:00:00.001Z');
    expect(await told()).toEqual([waits(sooner, true), waits(sooner, true), waits(later, false), waits(later, false)]);
    expect(await refused(at, 'order-offer', second, await offer(sooner, second))).toBe('state');
    expect((await told()).at(-1)).toEqual({ gate: null, open: true });
    await ends(at, '2026-12-04T00:00:00.001Z');
    expect((await told()).every(({ open }) => open)).toBe(true);
    const { rows } = await database.pool.query<{ public: unknown }>(`select body::jsonb->'public' as public from leaf where lot_id = $1 and fp = 'gov-gates-opened' order by ordinal`, [at.lotId]);
    expect(rows.map((row) => row.public)).toEqual([sooner, later].map((callId, i) => ({ gates: [`order-offers:${callId}`], cause: 'offerEnd', offers: i + 1 })));
    expect((await database.pool.query(`select 1 from timer where lot_id = $1 and done_at is null`, [at.lotId])).rowCount).toBe(0);
  });

  it('whose end no order overtakes: what is due on the framework is done first, under its lock', async () => {
    const at = await concluded();
    const { callId } = (await act(at, 'order-call', at.tenderer, { itemId: 'A4', quantity: 1, offerEnd: '2026-12-02T00:00:00.000Z', demandFile: await own(at) })).result as { callId: string };
    await at.play.setNow('2026-12-02T00:00:00.001Z');
    // nobody runs timers here: an order that did not wait for them would be refused as too early
    await expect(noOrder(at, { mode: 'competition', callId })).rejects.toThrow('do not settle');
  });

  it('not when the agreement was ended before its term', async () => {
    const at = await concluded();
    await act(at, 'do-end-contract', at.tenderer, { causeCode: 'agreed', evidenceFile: await own(at) });
    expect((await lotOf(at)).state).toBe('performance-over');
    expect(await noOrder(at, { mode: 'direct', itemId: 'A4', quantity: 1, bidSeq: 1 })).toBe('framework-closed');
  });

  it('not after its term, and a lot of another method has no framework', async () => {
    const at = await concluded();
    await at.play.setNow('2027-11-30T00:00:00.001Z');
    expect(await noOrder(at, { mode: 'direct', itemId: 'A4', quantity: 1, bidSeq: 1 })).toBe('framework-closed');
    const other = await opened(database.pool, [{ price: '1' }], { config: { method: 'gp-lowest' }, lot: { ...frame, kind: 'open-tender' } });
    expect(await refused(other, 'gpr-framework', other.tenderer, { frameworkId: other.lotId, reason: '无', orderFile: await own(other), mode: 'direct', itemId: 'A4', quantity: 1, bidSeq: 1 }, randomUUID())).toBe('method');
  });
});
