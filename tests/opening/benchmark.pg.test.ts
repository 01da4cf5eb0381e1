import { afterAll, beforeAll, expect, it } from 'vitest';
import { openedBenchmark } from '../../src/modules/evaluation/index.ts';
import type { Opening } from '../../src/modules/opening-hall/index.ts';
import { commitInput, decryptInput, hall, release, revealInput, type Hall } from '../../src/modules/opening-hall/testing.ts';
import { chanceBeacon, chanceCommit, chanceReveal } from '../../src/platform/chance.ts';
import { SYSTEM_ACTOR } from '../../src/platform/system.ts';
import { testDatabase, type TestDatabase } from '../../src/platform/testing/pg.ts';

let database: TestDatabase;
let room: Hall;
beforeAll(async () => {
  database = await testDatabase();
  room = await hall(database);
});
afterAll(async () => {
  await room.close();
  await database.close();
});

const x = ['0.01', '0.02', '0.03'];
const terms = { method: 'comprehensive', benchmark: 'bm-mean-down', benchmarkBase: 'opened', coefficients: { x }, priceFormula: 'ps-deviation', priceMax: '60', E1: '1', E2: '0.5', prelimItems: [], criteria: [{ id: 'technical', zh: '技术', max: '40', subjective: true }] };

async function opened(evaluation: Record<string, unknown>, coefficients: Record<string, { candidates: string[] }>) {
  const lot = await room.lot({ prices: ['100000000', '200000000', '300000000'], coefficients: structuredClone(coefficients) });
  await database.pool.query(`update record set data = jsonb_set(data, '{document,evaluation}', $2) where kind = 'lot' and id = $1`, [lot.lotId, evaluation]);
  if (Object.keys(coefficients).length > 0) for (const who of ['tenderer', 'supervisor'] as const) await room.play.act(chanceCommit, lot[who].actor, lot.lotId, commitInput(lot[who]));
  await room.act('opn-start', lot.host, lot.lotId);
  await room.act('opn-list', lot.host, lot.lotId);
  await release(room, lot);
  for (const bid of lot.bids) await room.act('opn-decrypt', bid.bidder, lot.lotId, decryptInput(bid));
  expect(await openedBenchmark(database.pool, lot.lotId)).toBeNull();
  await room.act('opn-announce', lot.host, lot.lotId);
  return lot;
}

it('follows from the prices and the drawn coefficient, and not before it is drawn', async () => {
  const lot = await opened(terms, { x: { candidates: x } });
  expect(await openedBenchmark(database.pool, lot.lotId)).toBeNull();
  const { rows } = await database.pool.query<{ id: string }>(`select id from record where kind = 'chance' and lot_id = $1`, [lot.lotId]);
  const chanceId = rows[0]?.id ?? '';
  await room.play.act(chanceBeacon, SYSTEM_ACTOR, lot.lotId, { chanceId, beacon: 'bb'.repeat(32) });
  for (const who of ['tenderer', 'supervisor'] as const) await room.play.act(chanceReveal, lot[who].actor, lot.lotId, revealInput(lot[who], chanceId));
  await room.act('opn-coefficient', lot.host, lot.lotId);
  const drawn = (await room.play.get<Opening>('opening', lot.openingId))?.data.coefficients['x']?.drawn ?? '';
  // A is two million yuan; D = A (1 - x), by hand
  expect(await openedBenchmark(database.pool, lot.lotId)).toBe({ '0.01': 198_000_000, '0.02': 196_000_000, '0.03': 194_000_000 }[drawn]);
  // a bid that falls in the review changes nothing, once the committee has the benchmark
  await database.pool.query(`with made as (insert into record (kind, id, state, lot_id, data, created_at, updated_at) values ('evaluation', gen_random_uuid(), 'scoring', $1, '{"benchmarkFen": "123"}', now(), now()) returning id)
    update record set data = jsonb_set(data, '{evaluationSessionId}', to_jsonb(made.id::text)) from made where kind = 'lot' and record.id = $1`, [lot.lotId]);
  expect(await openedBenchmark(database.pool, lot.lotId)).toBe(123);
});

it('without a draw it stands with the last price; the committee\'s own base is not guessed', async () => {
  const lot = await opened({ ...terms, benchmark: 'bm-mean', coefficients: {} }, {});
  expect(await openedBenchmark(database.pool, lot.lotId)).toBe(200_000_000);
  const own = await opened({ ...terms, benchmark: 'bm-mean', benchmarkBase: 'valid', coefficients: {} }, {});
  expect(await openedBenchmark(database.pool, own.lotId)).toBeNull();
});
