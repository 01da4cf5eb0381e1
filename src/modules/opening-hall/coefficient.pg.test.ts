import { afterAll, beforeAll, expect, it } from 'vitest';
import { chanceBeacon, chanceCommit, chanceReveal, replayPick, timerChanceRevealEnd, type ChanceRecord } from '../../platform/chance.ts';
import type { Rec } from '../../platform/records.ts';
import { SYSTEM_ACTOR } from '../../platform/system.ts';
import { testDatabase, type TestDatabase } from '../../platform/testing/pg.ts';
import type { Opening } from './model.ts';
import { openingView } from './queries.ts';
import { at, commitInput, decryptInput, hall, release, revealInput, type Hall, type TestLot } from './testing.ts';

let database: TestDatabase;
let room: Hall;
const lists = { x: { candidates: ['0.01', '0.02', '0.03'] }, w: { candidates: ['0.3', '0.4'] }, k: { candidates: ['0.95'] } };

beforeAll(async () => {
  database = await testDatabase();
  room = await hall(database);
});
afterAll(async () => {
  await room.close();
  await database.close();
});

async function newest(lot: TestLot): Promise<Rec<ChanceRecord>> {
  const { rows } = await database.pool.query<{ id: string }>(`select id from record where kind = 'chance' and lot_id = $1 order by (data->>'round')::int desc limit 1`, [lot.lotId]);
  return (await room.play.get<ChanceRecord>('chance', rows[0]?.id ?? '')) ?? expect.fail('no chance');
}
const commit = (lot: TestLot, who: 'tenderer' | 'supervisor') => room.play.act(chanceCommit, lot[who].actor, lot.lotId, commitInput(lot[who]));
const reveal = async (lot: TestLot, who: 'tenderer' | 'supervisor') => room.play.act(chanceReveal, lot[who].actor, lot.lotId, revealInput(lot[who], (await newest(lot)).id));
const beacon = async (lot: TestLot, hex: string) => room.play.act(chanceBeacon, SYSTEM_ACTOR, lot.lotId, { chanceId: (await newest(lot)).id, beacon: hex.repeat(32) });
const opening = async (lot: TestLot) => (await room.play.get<Opening>('opening', lot.openingId)) ?? expect.fail('no opening');

it('draws coefficients after the prices are known, void and repeated when a party keeps silent', async () => {
  const lot = await room.lot({ prices: ['1', '2', '3'], coefficients: structuredClone(lists) });
  expect(await room.refused('opn-start', lot.host, lot.lotId)).toBe('contribution-missing');
  await commit(lot, 'tenderer');
  expect(await room.refused('opn-start', lot.host, lot.lotId)).toBe('contribution-missing');
  await commit(lot, 'supervisor');
  await room.act('opn-start', lot.host, lot.lotId);
  await room.act('opn-list', lot.host, lot.lotId);
  await release(room, lot);
  expect((await newest(lot)).state).toBe('committing');
  expect(await room.refused('opn-coefficient', lot.host, lot.lotId)).toBe('state');
  for (const bid of lot.bids) await room.act('opn-decrypt', bid.bidder, lot.lotId, decryptInput(bid));
  await room.act('opn-announce', lot.host, lot.lotId);
  expect(await newest(lot)).toMatchObject({ state: 'frozen', data: { inputIds: ['w=0.3', 'w=0.4', 'x=0.01', 'x=0.02', 'x=0.03'] } });
  const [first] = lot.bids;
  if (!first) throw new Error('a bid');
  expect(await room.refused('opn-confirm', first.bidder, lot.lotId)).toBe('r-draws-done');

  await beacon(lot, 'aa');
  await reveal(lot, 'tenderer');
  expect(await room.refused('opn-coefficient', lot.host, lot.lotId)).toBe('state');
  await room.play.setNow(at(121));
  await room.play.act(timerChanceRevealEnd, SYSTEM_ACTOR, lot.lotId, {});
  expect((await newest(lot)).state).toBe('void');
  expect((await openingView(database.pool, { actor: null, now: at(121) }, { lotId: lot.lotId, viewers: 0 })).draws[0]?.result).toContain('作废');

  await commit(lot, 'tenderer');
  await room.timer('opening-freeze', lot.lotId);
  expect(await newest(lot)).toMatchObject({ state: 'committing', data: { round: 2 } });
  await commit(lot, 'supervisor');
  await room.timer('opening-freeze', lot.lotId);
  await room.timer('opening-freeze', lot.lotId);
  await beacon(lot, 'bb');
  await reveal(lot, 'tenderer');
  await reveal(lot, 'supervisor');

  await room.act('opn-coefficient', lot.host, lot.lotId, { coefficientName: 'x' });
  expect(await room.refused('opn-coefficient', lot.host, lot.lotId, { coefficientName: 'x' })).toBe('state');
  expect(await room.refused('opn-confirm', first.bidder, lot.lotId)).toBe('r-draws-done');
  const rest = await room.act('opn-coefficient', lot.host, lot.lotId);
  expect(Object.keys(rest.result['drawn'] as object)).toEqual(['w']);
  const { data } = await opening(lot);
  const chance = (await newest(lot)).data;
  expect(data.coefficients['x']?.drawn).toBe(replayPick(lot.lotId, chance, 'coefficient-x', lists.x.candidates).value);
  expect(data.coefficients['k']?.drawn).toBe('0.95');
  expect(data.confirmEnd).toBe(at(121 + 600));
  const { rows } = await database.pool.query<{ body: string }>(`select body from leaf where lot_id = $1 and fp = 'opn-coefficient' and kind = 'act' order by ordinal`, [lot.lotId]);
  expect(rows.map((row) => (JSON.parse(row.body) as { public: { coefficientName: string; drawnValue: string } }).public.drawnValue)).toEqual([data.coefficients['x']?.drawn, data.coefficients['w']?.drawn]);
  await room.act('opn-confirm', first.bidder, lot.lotId);
  expect((await opening(lot)).state).toBe('confirming');
});
