import { afterAll, beforeAll, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '../../platform/testing/pg.ts';
import { decryptInput, hall, release, type Hall } from './testing.ts';

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

it('takes 62 bidders from the last share to the announced list in time', async () => {
  const lot = await room.lot({ prices: Array.from({ length: 62 }, (_, i) => String(98_000_000 + i)), files: true });
  await room.act('opn-start', lot.host, lot.lotId);
  await room.act('opn-list', lot.host, lot.lotId);
  await release(room, lot);
  const start = performance.now();
  await Promise.all(lot.bids.map((bid) => room.act('opn-decrypt', bid.bidder, lot.lotId, decryptInput(bid))));
  const { result } = await room.act('opn-announce', lot.host, lot.lotId);
  const end = performance.now();
  expect(result).toMatchObject({ announced: 62, state: 'announced' });
  expect(end - start).toBeLessThan(5_000);
});
