import { afterAll, beforeAll, expect, it } from 'vitest';
import { SYSTEM_ACTOR } from '../../platform/system.ts';
import { testDatabase, type TestDatabase } from '../../platform/testing/pg.ts';
import { actorOf } from '../../platform/testing/scenario.ts';
import type { Opening } from '../opening-hall/index.ts';
import { at, hall, type Hall, type TestLot } from '../opening-hall/testing.ts';
import { GuestCounter } from './guests.ts';
import { livGuest, livGuestMinute } from './liv-guest.ts';
import { livRecord } from './liv-record.ts';
import { livStart } from './liv-start.ts';
import { recordingOf, eventsSince } from './queries.ts';

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

const guest = { ...actorOf(['guest'], { key: 'guest' }), accountId: null, role: 'guest' };
const opening = async (lot: TestLot) => (await room.play.get<Opening>('opening', lot.openingId)) ?? expect.fail('no opening');
const leaves = async (lot: TestLot, fp: string) => (await database.pool.query<{ body: { public: Record<string, unknown> } }>(
  `select body::jsonb as body from leaf where lot_id = $1 and fp = $2 and kind = 'act' order by ordinal`, [lot.lotId, fp])).rows.map((row) => row.body.public);

it('opens the stream by the host alone, and tells its address', async () => {
  const lot = await room.lot({ prices: [], state: 'scheduled' });
  await room.play.setNow(at(-60));
  expect(await room.play.refused(livStart, lot.tenderer.actor, lot.lotId, {})).toBe('forbidden');
  expect(await room.play.refused(livGuest(new GuestCounter()), guest, lot.lotId, {})).toBe('state');
  await room.play.act(livStart, lot.host, lot.lotId, {});
  expect(await leaves(lot, 'liv-start')).toMatchObject([{ sessionId: lot.openingId, streamUrl: `/api/v1/events?channel=opening:${lot.lotId}` }]);
  expect(await room.play.refused(livStart, lot.host, lot.lotId, {})).toBe('state');
  expect((await eventsSince(database.pool, lot.lotId, 0)).items).toMatchObject([{ seq: 1, type: 'phase', data: { state: 'live' } }]);
});

it('counts guests and writes one leaf a minute, however many come', async () => {
  const lot = await room.lot({ prices: [] });
  const counter = new GuestCounter();
  const visits = ['visitor-one', 'visitor-two', 'visitor-one', 'visitor-three'];
  for (const visitorKey of visits) {
    const { receipt } = await room.play.act(livGuest(counter), guest, lot.lotId, { visitorKey });
    expect(receipt).toBeNull();
  }
  const [minute, ...others] = counter.take();
  expect(others).toEqual([]);
  await room.play.act(livGuestMinute, SYSTEM_ACTOR, lot.lotId, { guestCount: minute?.guestCount, visitorDigest: minute?.visitorDigest });
  await room.play.act(livGuestMinute, SYSTEM_ACTOR, lot.lotId, { guestCount: 1, visitorDigest: '' });
  expect(await leaves(lot, 'liv-guest')).toMatchObject([{ guestCount: 3, peakCount: 3 }, { guestCount: 1, peakCount: 3 }]);
  expect(counter.take()).toEqual([]);
});

it('seals the stream of a closed opening once, with a digest that any changed event breaks', async () => {
  const lot = await room.lot({ prices: ['1', '2', '3'] });
  await room.act('opn-start', lot.host, lot.lotId);
  await room.act('opn-list', lot.host, lot.lotId);
  const recording = await recordingOf(database.pool, lot.lotId);
  expect(recording).toMatchObject({ segmentCount: 3, maxGapSeconds: 0 });
  await room.play.act(livRecord, SYSTEM_ACTOR, lot.lotId, recording);
  expect((await opening(lot)).state).toBe('listed');
  await database.pool.query(`update record set state = 'closed', data = data || jsonb_build_object('endedAt', $2::text) where kind = 'opening' and id = $1`, [lot.openingId, at(3_600)]);
  await room.play.act(livRecord, SYSTEM_ACTOR, lot.lotId, recording);
  await room.play.act(livRecord, SYSTEM_ACTOR, lot.lotId, recording);
  expect((await opening(lot)).state).toBe('archived');
  expect(await leaves(lot, 'liv-record')).toMatchObject([{ durationSeconds: 3_660, segmentCount: 3, endedAt: at(3_600) }]);
  await database.pool.query(`update live_event set data = '{}' where channel = $1 and seq = 1`, [`opening:${lot.lotId}`]);
  expect((await recordingOf(database.pool, lot.lotId)).recordingSegments).not.toBe(recording.recordingSegments);
});
