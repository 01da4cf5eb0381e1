import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBlobStore } from '../../platform/blobs.ts';
import { openMarket, players, playLot, START, type Market, type Players } from '../../platform/testing/market.ts';
import { testDatabase, type TestDatabase } from '../../platform/testing/pg.ts';
import { specs } from './index.ts';

let database: TestDatabase;
let m: Market;
let p: Players;
beforeAll(async () => {
  database = await testDatabase();
  const blobs = await openBlobStore(mkdtempSync(join(tmpdir(), 'qinglan-bidding-')), database.pool);
  m = await openMarket(database.pool, specs('ql-test', blobs));
  p = await players(m);
});
afterAll(() => database.close());

it('before the documents are out nobody is late: the state refuses, and no warning is raised', async () => {
  const trade = await playLot(m, p, { category: 'engineering' }, 'announced');
  const bidder = await m.company('早到公司', ['bidder']);
  expect(await m.refused('bid-submit', bidder.actor, trade.lotId, { bidId: randomUUID() })).toBe('state');
  const { rows } = await m.pool.query("select 1 from record where kind = 'warning' and lot_id = $1 and data->>'warning' = 'w-late-submission'", [trade.lotId]);
  expect(rows).toEqual([]);
});

it('while an objection to the documents holds the deadline a bid is withdrawn, not revoked', async () => {
  const trade = await playLot(m, p, { category: 'engineering' });
  const bidder = await m.company('等待公司', ['bidder']);
  const bidId = randomUUID();
  await m.s.put({ kind: 'bid', id: bidId, state: 'receipted', lotId: trade.lotId, ownerId: bidder.entityId, key: null, data: { bidSeq: 100_003, cipherSha256: '0'.repeat(64) } });
  await m.s.put({ kind: 'question', id: randomUUID(), state: 'open', lotId: trade.lotId, ownerId: bidder.entityId, key: null, data: { questionSeq: 1, kind: 'objection', text: '？', askedAt: START, timely: true } });
  await m.s.setNow(new Date(Date.parse(trade.bidDeadline) + 1).toISOString());
  expect(await m.refused('bid-withdraw', bidder.actor, trade.lotId, { bidId, action: 'revoke' })).toBe('r-withdraw-before-deadline');
  await m.act('bid-withdraw', bidder.actor, trade.lotId, { bidId, action: 'withdraw' });
  await m.s.setNow(START);
});

it('while the trade stands still its deadline has not fallen: a bid is withdrawn, not revoked, and none is taken', async () => {
  const trade = await playLot(m, p, { category: 'engineering' });
  const bidder = await m.company('投标公司', ['bidder']);
  const [first, second] = [randomUUID(), randomUUID()];
  for (const [id, state] of [[first, 'receipted'], [second, 'sealed']] as const) {
    await m.s.put({ kind: 'bid', id, state, lotId: trade.lotId, ownerId: bidder.entityId, key: null, data: { bidSeq: id === first ? 100_001 : 100_002, cipherSha256: '0'.repeat(64) } });
  }
  await m.act('not-abnormal', p.tenderer.actor, trade.lotId, { abnormalType: 'suspend', reasonCode: 'plan-changed', reason: '计划调整', noticeFile: await m.blob(p.tenderer.entityId) });
  // the instant once announced has passed
  await m.s.setNow(new Date(Date.parse(trade.bidDeadline) + 1).toISOString());
  expect(await m.refused('bid-submit', bidder.actor, trade.lotId, { bidId: second })).toBe('state');
  expect(await m.refused('bid-withdraw', bidder.actor, trade.lotId, { bidId: first, action: 'revoke' })).toBe('r-withdraw-before-deadline');
  expect((await m.act('bid-withdraw', bidder.actor, trade.lotId, { bidId: first, action: 'withdraw' })).result).toMatchObject({ state: 'withdrawn' });
});
