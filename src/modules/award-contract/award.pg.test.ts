import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { stage } from '../../../tests/support/committee-stage.ts';
import { actorOf } from '../../platform/testing/scenario.ts';
import { testDatabase, type TestDatabase } from '../../platform/testing/pg.ts';
import type { Lot } from '../project-intake/index.ts';
import { specs } from './index.ts';

let database: TestDatabase;
beforeAll(async () => { database = await testDatabase(); });
afterAll(() => database.close());

const spec = (id: string) => specs.find((one) => one.id === id) ?? expect.fail(`no spec ${id}`);
const REPORT_AT = '2026-11-29T06:00:00.000Z';

/** A lot whose report names three candidates; their publicity is over. */
async function ranked(lot: Partial<Lot>, states: readonly string[] = ['candidate', 'candidate', 'candidate']) {
  const bids = states.map((state, i) => ({ id: randomUUID(), bidderId: randomUUID(), state, bidSeq: 100_001 + i, bidderName: `投标人${i + 1}`, priceFen: `${i + 1}0000` }));
  const candidates = bids.map(({ id, bidSeq, bidderId, bidderName, priceFen }, i) => ({ bidId: id, bidSeq, bidderId, bidderName, rank: i + 1, priceFen, total: '90.00' }));
  const at = await stage(database.pool, {
    state: 'candidate-publicity', experts: 0,
    lot: { candidates, reportAt: REPORT_AT, publicity: { publishedAt: REPORT_AT, publicityEnd: '2026-11-30T05:00:00.000Z', objectionChannel: '0' }, ...lot },
  });
  for (const { id, state, bidderId, bidSeq, bidderName, priceFen } of bids) {
    await at.play.put({ kind: 'bid', id, state, lotId: at.lotId, ownerId: bidderId, key: null, data: { bidSeq, bidderId, bidderName, form: { priceFen, duration: '90', files: [] } } });
  }
  const file = 'a'.repeat(64);
  await at.pool.query("insert into blob (sha256, owner_id, sm3, size) values ($1, $2, $1, 1)", [file, at.tenderer.entityId]);
  const decision = (bidSeq: number, more: object = {}) => ({ bidSeq, decisionFile: file, decisionMakerId: 'M-1', ...more });
  return {
    bids,
    decide: (bidSeq: number, more?: object) => at.play.act(spec('awd-decide'), at.tenderer, at.lotId, decision(bidSeq, more)),
    refused: (bidSeq: number, more?: object) => at.play.refused(spec('awd-decide'), at.tenderer, at.lotId, decision(bidSeq, more)),
    out: (bidSeq: number) => ({ bidSeq, causeCode: 'gives-up', evidenceHash: file }),
    play: at.play, tenderer: at.tenderer, lotId: at.lotId, file,
    lot: async () => (await at.play.get<Lot>('lot', at.lotId)) ?? expect.fail('no lot'),
  };
}

it('a bid that was revoked wins nothing; the next in order does', async () => {
  const at = await ranked({}, ['revoked', 'candidate', 'candidate']);
  expect(await at.refused(100_001)).toBe('r-award-from-candidates');
  expect(await at.refused(100_003)).toBe('r-award-first');
  await at.decide(100_002);
  expect(await at.lot()).toMatchObject({ state: 'awarded', data: { award: { winnerName: '投标人2', rank: 2 }, candidates: [{ outCause: 'gives-up' }, {}, {}] } });
});

it('publishes no candidate who has revoked', async () => {
  const at = await ranked({}, ['revoked', 'ranked', 'ranked']);
  await database.pool.query("update record set state = 'evaluated' where id = $1", [at.lotId]);
  const { result } = await at.play.act(spec('awd-candidate'), at.tenderer, at.lotId, { publicityEnd: '2026-12-05T00:00:00.000Z', publicityFile: at.file, objectionChannel: '0' });
  expect(result['candidates']).toEqual([{ rank: 1, bidderName: '投标人2' }, { rank: 2, bidderName: '投标人3' }]);
});

it('a purchaser takes the first whoever pays, works may be decided apart with a reason', async () => {
  const purchase = await ranked({ category: 'gov-procurement', machine: 'gp-lot', stateFunded: false });
  expect(await purchase.refused(100_002)).toBe('r-award-first');
  const issued = { saleStart: REPORT_AT, saleEnd: REPORT_AT, bidValidDays: 90, docKind: 'tender', awardMode: 'separate', smeReserved: false, smeDeduction: null, priceWeight: null, at: REPORT_AT };
  const works = await ranked({ issued });
  expect(await works.refused(100_002)).toBe('invalid-input');
  await works.decide(100_002, { causeCode: 'better-plan' });
  const { rows } = await database.pool.query<{ warning: string }>("select data->>'warning' as warning from record where kind = 'warning' and lot_id = $1", [works.lotId]);
  expect(rows).toContainEqual({ warning: 'w-award-not-first' });
});

it('after the decision only the winner falls out', async () => {
  const at = await ranked({});
  await at.decide(100_001);
  expect(await at.play.refused(spec('do-winner-out'), at.tenderer, at.lotId, at.out(100_002))).toBe('state');
  await at.play.act(spec('do-winner-out'), at.tenderer, at.lotId, at.out(100_001));
  expect((await at.play.get('bid', at.bids[0]?.id ?? ''))?.state).toBe('disqualified');
  await at.decide(100_002);
  expect((await at.lot()).data.award).toMatchObject({ rank: 2 });
});

it.each(['candidate-publicity', 'awarded', 'notified'] as const)('falls out while %s: public again, and the next in order is taken', async (state) => {
  const at = await ranked({});
  if (state !== 'candidate-publicity') await at.decide(100_001);
  if (state === 'notified') await at.play.act(spec('awd-notice'), at.tenderer, at.lotId, { noticeFile: at.file });
  expect((await at.lot()).state).toBe(state);
  expect(await at.play.refused(spec('do-winner-out'), at.tenderer, at.lotId, { ...at.out(100_001), evidenceHash: 'b'.repeat(64) })).toBe('blob-missing');
  expect(await at.play.refused(spec('do-winner-out'), actorOf(['tenderer'], { entityId: randomUUID() }), at.lotId, at.out(100_001))).toBe('forbidden');
  await at.play.act(spec('do-winner-out'), at.tenderer, at.lotId, at.out(100_001));
  expect(await at.lot()).toMatchObject({ state: 'candidate-publicity', data: { candidates: [{ outCause: 'gives-up' }, {}, {}] } });
  const { result } = await at.play.act(spec('awd-candidate'), at.tenderer, at.lotId, { publicityEnd: '2026-12-05T00:00:00.000Z', publicityFile: at.file, objectionChannel: '0' });
  expect(result['candidates']).toEqual([{ rank: 1, bidderName: '投标人2' }, { rank: 2, bidderName: '投标人3' }]);
  expect(await at.refused(100_002)).toBe('r-award-after-publicity');
  await at.play.setNow('2026-12-06T00:00:00.000Z');
  expect(await at.refused(100_001)).toBe('r-award-from-candidates');
  await at.decide(100_002);
  await at.play.act(spec('awd-notice'), at.tenderer, at.lotId, { noticeFile: at.file });
  expect(await at.lot()).toMatchObject({ state: 'notified', data: { award: { winnerName: '投标人2', rank: 2 } } });
  const { rows } = await database.pool.query<{ rank: string }>("select data->>'rank' as rank from record where kind = 'warning' and lot_id = $1 and data->>'warning' = 'w-award-not-first'", [at.lotId]);
  expect(rows).toEqual([{ rank: '2' }]);
});

it.each(['awarded', 'result-published'] as const)('in procurement falls out while %s: the next in order is taken from the report', async (state) => {
  const at = await ranked({ category: 'gov-procurement', machine: 'gp-lot' }, ['ranked', 'ranked', 'ranked']);
  await database.pool.query("update record set state = 'evaluated' where id = $1", [at.lotId]);
  await at.decide(100_001);
  if (state === 'result-published') await at.play.act(spec('awd-result'), at.tenderer, at.lotId, { noticeFile: at.file, objectionChannel: '0', winnerAddress: '示例路1号' });
  expect((await at.lot()).state).toBe(state);
  await at.play.act(spec('do-winner-out'), at.tenderer, at.lotId, at.out(100_001));
  expect((await at.lot()).state).toBe('evaluated');
  expect(await at.refused(100_003)).toBe('r-award-first');
  await at.decide(100_002);
  expect((await at.lot()).data.award).toMatchObject({ winnerName: '投标人2', rank: 2 });
});
