import { afterAll, beforeAll, expect, it } from 'vitest';
import { openingRead } from '../../contracts/reads.ts';
import { testDatabase, type TestDatabase } from '../../platform/testing/pg.ts';
import { actorOf } from '../../platform/testing/scenario.ts';
import { ownBids, type Bid } from '../bidding/index.ts';
import type { Opening } from './model.ts';
import { custodyReleases, openingRecordView, openingView } from './queries.ts';
import { at, decryptInput, hall, release, sharesOf, type Hall, type TestLot } from './testing.ts';

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

const guestView = async (lotId: string) => openingRead.parse(await openingView(database.pool, { actor: null, now: at(0) }, { lotId, viewers: 0 }));
const openingOf = async (lot: TestLot) => (await room.play.get<Opening>('opening', lot.openingId)) ?? expect.fail('no opening');
const lotState = async (lot: TestLot) => (await room.play.get('lot', lot.lotId))?.state;
const bidOf = async (id: string) => (await room.play.get<Bid>('bid', id)) ?? expect.fail('no bid');

it('goes from the deadline to the signed record, and shows each thing only when it may be known', async () => {
  const lot = await room.lot({ prices: ['98000000', '97000000', '99000000'], coefficients: { k: { candidates: ['0.97'] } }, files: true });
  await room.play.setNow(at(-1));
  expect(await room.refused('opn-start', lot.host, lot.lotId)).toBe('r-open-at-deadline');
  expect(await guestView(lot.lotId)).toMatchObject({ state: 'live', bidders: [] });
  expect(await guestView(lot.lotId)).not.toHaveProperty('bidCount');
  const [first, second, third] = lot.bids;
  if (!first || !second || !third) throw new Error('three bids');
  await room.play.setNow(at(0));
  const centre = lot.custodianActors['centre'] ?? expect.fail('no custodian');
  expect(await room.refused('custody-release', centre, lot.lotId, await sharesOf('centre', lot.bids))).toBe('state');
  expect((await custodyReleases(database.pool, { actor: centre, now: at(0) }, room.blobs)).items).toEqual([]);
  expect(await room.refused('opn-start', first.bidder, lot.lotId)).toBe('forbidden');
  expect(await room.refused('opn-list', lot.host, lot.lotId)).toBe('state');
  await room.act('opn-start', lot.host, lot.lotId);
  expect(await guestView(lot.lotId)).toMatchObject({ state: 'started', bidCount: 3, bidders: [] });
  expect(await room.refused('opn-decrypt', first.bidder, lot.lotId, decryptInput(first))).toBe('state');
  const [waiting] = (await custodyReleases(database.pool, { actor: centre, now: at(0) }, room.blobs)).items;
  expect(waiting).toMatchObject({ lotId: lot.lotId, custodianId: 'centre' });
  expect(waiting?.bids.map((bid) => bid.bidSeq).toSorted()).toEqual(lot.bids.map((bid) => bid.bidSeq).toSorted());

  const listed = await room.act('opn-list', lot.host, lot.lotId);
  expect(listed.result).toMatchObject({ decryptEnd: at(30 * 60), bidders: 3 });
  expect((await guestView(lot.lotId)).bidders.map((row) => row.status)).toEqual(['sealed', 'sealed', 'sealed']);
  await room.play.setNow(at(60));
  expect(await room.refused('opn-decrypt', first.bidder, lot.lotId, decryptInput(first))).toBe('shares-missing');
  const wrong = await sharesOf('centre', lot.bids);
  expect(await room.refused('custody-release', centre, lot.lotId, { ...wrong, custodianId: 'notary' })).toBe('forbidden');
  expect(await room.refused('custody-release', centre, lot.lotId, { ...wrong, shares: wrong.shares.map((one) => ({ ...one, share: 'A'.repeat(44) })) })).toBe('share-invalid');
  await release(room, lot);
  expect((await custodyReleases(database.pool, { actor: centre, now: at(0) }, room.blobs)).items).toEqual([]);
  expect(await room.refused('opn-decrypt', first.bidder, lot.lotId, { ...decryptInput(first), bidderSecret: second.secret })).toBe('decrypt-failed');
  expect(await room.refused('opn-decrypt', second.bidder, lot.lotId, decryptInput(first))).toBe('not-found');
  expect((await bidOf(first.bidId)).state).toBe('receipted');
  expect(await room.refused('opn-announce', lot.host, lot.lotId)).toBe('state');

  await room.act('opn-decrypt', first.bidder, lot.lotId, decryptInput(first));
  expect(await room.refused('opn-decrypt', first.bidder, lot.lotId, decryptInput(first))).toBe('state');
  const half = await guestView(lot.lotId);
  expect(half.bidders.find((row) => row.bidSeq === first.bidSeq)).toEqual({ bidSeq: first.bidSeq, bidderName: first.name, status: 'decrypted' });
  expect(JSON.stringify(half)).not.toContain(first.priceFen);
  expect((await openingView(database.pool, { actor: second.bidder, now: at(0) }, { lotId: lot.lotId, viewers: 0 })).bidders).toHaveLength(3);
  await room.act('opn-decrypt', second.bidder, lot.lotId, decryptInput(second));
  const last = await room.act('opn-decrypt', third.bidder, lot.lotId, decryptInput(third));
  expect(last.events.map((move) => move.event)).toContain('do:all-decrypted');
  expect((await bidOf(first.bidId)).data.form).toMatchObject({ priceFen: '98000000', objective: { credit: '9.5' }, files: [{ name: '技术标.pdf' }] });

  await room.act('opn-announce', lot.host, lot.lotId, { bidSeqs: [second.bidSeq] });
  expect((await guestView(lot.lotId)).bidders.map((row) => row.priceFen).filter((price) => price !== undefined)).toEqual([97_000_000]);
  expect(await room.refused('opn-confirm', second.bidder, lot.lotId)).toBe('state');
  const announced = await room.act('opn-announce', lot.host, lot.lotId);
  expect(announced.events.map((move) => move.event)).toContain('do:all-announced');
  expect(await room.refused('opn-announce', lot.host, lot.lotId)).toBe('state');
  const opening = await openingOf(lot);
  expect(opening).toMatchObject({ state: 'announced', data: { announcedCount: 3, confirmEnd: at(60 + 600), coefficients: { k: { drawn: '0.97' } } } });
  const { digest } = await openingRecordView(database.pool, { actor: null, now: at(0) }, { lotId: lot.lotId });

  expect(await room.refused('opn-confirm', first.bidder, lot.lotId, { recordDigest: '00'.repeat(32) })).toBe('r-doc-hash-match');
  await room.act('opn-confirm', first.bidder, lot.lotId, { recordDigest: digest });
  expect(await room.refused('opn-confirm', first.bidder, lot.lotId)).toBe('state');
  expect(await room.refused('opn-confirm', actorOf(['bidder'], { entityId: first.bidId }), lot.lotId)).toBe('forbidden');
  await room.act('opn-confirm', second.bidder, lot.lotId, { dispute: '唱标工期与投标文件不符' });
  const closed = await room.act('opn-confirm', third.bidder, lot.lotId);
  expect(closed.result).toMatchObject({ confirmedCount: 3, disputedCount: 1, state: 'closed' });
  const answer = { bidSeq: second.bidSeq, answer: '以投标函为准' };
  expect(await room.refused('dispute-answer', second.bidder, lot.lotId, answer)).toBe('forbidden');
  expect(await room.refused('dispute-answer', lot.host, lot.lotId, { ...answer, bidSeq: 1 })).toBe('not-found');
  await room.act('dispute-answer', lot.host, lot.lotId, answer);
  expect(await room.refused('dispute-answer', lot.host, lot.lotId, answer)).toBe('state');
  const { rows: answered } = await database.pool.query(`select body::jsonb->'public'->>'bidSeq' as seq, body::jsonb->>'actorRole' as role from leaf where lot_id = $1 and fp = 'gov-dispute-answered'`, [lot.lotId]);
  expect(answered).toEqual([{ seq: String(second.bidSeq), role: 'centre-host' }]);
  expect(await lotState(lot)).toBe('opened');
  const end = await guestView(lot.lotId);
  expect(end.bidders.map((row) => row.status).toSorted()).toEqual(['confirmed', 'confirmed', 'objected']);
  expect(end.record.filter((line) => line.fp === 'opn-announce')).toHaveLength(4);
  expect(end.phases.filter((phase) => phase.status === 'done').map((phase) => phase.id)).toEqual(['live', 'start', 'decrypt', 'announce', 'confirm']);
  const { rows } = await database.pool.query<{ topic: string }>(`select topic from outbox where payload->>'lotId' = $1 and topic not in ('acted', 'opening.recorded', 'told') order by id`, [lot.lotId]);
  expect(rows.map((row) => row.topic)).toEqual(['opening.started', 'bid.opened', 'bid.opened', 'bid.opened', 'opening.closed']);
});

it('does not wait for a bidder that cannot open, and states whose fault it was', async () => {
  const lot = await room.lot({ prices: ['1', '2', '3', '4'] });
  const [opens, alsoOpens, silent, wrongKey] = lot.bids;
  if (!opens || !alsoOpens || !silent || !wrongKey) throw new Error('four bids');
  await room.act('opn-start', lot.host, lot.lotId);
  await room.act('opn-list', lot.host, lot.lotId);
  await release(room, lot, ['centre', 'supervisor']);
  await room.act('opn-decrypt', opens.bidder, lot.lotId, decryptInput(opens));
  expect(await room.refused('opn-decrypt', wrongKey.bidder, lot.lotId, { ...decryptInput(wrongKey), bidderSecret: opens.secret })).toBe('decrypt-failed');
  await room.act('opn-decrypt', wrongKey.bidder, lot.lotId, { bidSeq: wrongKey.bidSeq, result: 'failed' });
  expect((await guestView(lot.lotId)).bidders.find((row) => row.bidSeq === wrongKey.bidSeq)?.status).toBe('failed');
  await room.act('opn-decrypt', alsoOpens.bidder, lot.lotId, decryptInput(alsoOpens));
  const cause = { bidSeq: silent.bidSeq, result: 'failed', failureCause: 'bidder' };
  expect(await room.refused('opn-decrypt', lot.host, lot.lotId, cause)).toBe('r-cause-after-window');
  expect(await room.refused('opn-decrypt', silent.bidder, lot.lotId, cause)).toBe('forbidden');
  await room.timer('timer:decrypt-end', lot.lotId);
  expect((await openingOf(lot)).state).toBe('decrypting');

  await room.play.setNow(at(30 * 60 + 1));
  await room.timer('timer:decrypt-end', lot.lotId);
  expect((await openingOf(lot)).state).toBe('decrypted');
  expect(await room.refused('opn-decrypt', silent.bidder, lot.lotId, decryptInput(silent))).toBe('r-decrypt-window');
  const { rows } = await database.pool.query(`select 1 from record where kind = 'warning' and lot_id = $1 and data->>'warning' = 'w-decrypt-failure'`, [lot.lotId]);
  expect(rows).toHaveLength(1);
  expect(await room.refused('opn-decrypt', lot.host, lot.lotId, { bidSeq: opens.bidSeq, result: 'failed', failureCause: 'bidder' })).toBe('state');
  await room.act('opn-announce', lot.host, lot.lotId);
  expect((await openingOf(lot)).state).toBe('decrypted');
  await room.act('opn-decrypt', lot.host, lot.lotId, cause);
  const done = await room.act('opn-decrypt', lot.host, lot.lotId, { bidSeq: wrongKey.bidSeq, result: 'failed', failureCause: 'other' });
  expect(done.events.map((move) => move.event)).toContain('do:all-announced');
  expect([(await bidOf(silent.bidId)).state, (await bidOf(wrongKey.bidId)).state]).toEqual(['revoked', 'returned']);
  expect((await guestView(lot.lotId)).bidders.map((row) => row.status).toSorted()).toEqual(['announced', 'announced', 'failed', 'failed']);
  await room.play.setNow(at(45 * 60));
  await room.timer('timer:confirm-end', lot.lotId);
  expect([(await openingOf(lot)).state, await lotState(lot)]).toEqual(['closed', 'opened']);
});

it('ends the announcement when the last bid to be read out was revoked', async () => {
  const lot = await room.lot({ prices: ['1', '2', '3'] });
  const [first, second, third] = lot.bids;
  if (!first || !second || !third) throw new Error('three bids');
  await room.act('opn-start', lot.host, lot.lotId);
  await room.act('opn-list', lot.host, lot.lotId);
  await release(room, lot);
  for (const bid of lot.bids) await room.act('opn-decrypt', bid.bidder, lot.lotId, decryptInput(bid));
  await room.act('opn-announce', lot.host, lot.lotId, { bidSeqs: [first.bidSeq, second.bidSeq] });
  expect(await room.refused('opn-announce', lot.host, lot.lotId, { bidSeqs: [first.bidSeq] })).toBe('not-found');
  await database.pool.query(`update record set state = 'revoked' where kind = 'bid' and id = $1`, [third.bidId]);
  const end = await room.act('opn-announce', lot.host, lot.lotId);
  expect(end.events.map((move) => move.event)).toEqual(['do:all-announced']);
  expect((await openingOf(lot)).data.announcedCount).toBe(2);
  expect((await guestView(lot.lotId)).bidders.find((row) => row.bidSeq === third.bidSeq)).toMatchObject({ status: 'failed', reasonZh: '投标人撤销投标' });
});

it('does not open with too few bids', async () => {
  const lot = await room.lot({ prices: ['1', '2'] });
  expect(await room.refused('opn-start', lot.host, lot.lotId)).toBe('r-min-bidders');
  const step = await room.act('do-too-few', lot.host, lot.lotId);
  expect(step.result).toEqual({ bidCount: 2, required: 3 });
  expect([(await openingOf(lot)).state, await lotState(lot)]).toEqual(['failed', 'deadline-passed']);
  expect(await room.refused('opn-start', lot.host, lot.lotId)).toBe('r-min-bidders');
  const enough = await room.lot({ prices: ['1', '2', '3'] });
  expect(await room.refused('do-too-few', enough.host, enough.lotId)).toBe('r-too-few');
});

it.each(['1,2', '1,2,3'])('a deadline that has not fallen tells nobody how many bids there are: %s', async (prices) => {
  const lot = await room.lot({ prices: prices.split(',') });
  for (const state of ['suspended', 'noticed']) {
    await database.pool.query('update record set state = $2 where id = $1', [lot.lotId, state]);
    for (const act of ['opn-start', 'do-too-few']) expect(await room.refused(act, lot.host, lot.lotId)).toBe('state');
  }
  expect((await openingOf(lot)).state).toBe('live');
});

it('answers nobody whether a number is that of a bid before the list is out', async () => {
  const lot = await room.lot({ prices: ['1', '2', '3'] });
  const [first] = lot.bids;
  for (const bidSeq of [first?.bidSeq, 999_999]) {
    const cause = { bidSeq, result: 'failed', failureCause: 'bidder' };
    expect(await room.refused('opn-decrypt', lot.host, lot.lotId, cause)).toBe('state');
    expect(await room.refused('opn-decrypt', actorOf(['expert']), lot.lotId, cause)).toBe('forbidden');
  }
});

it('adjourns and goes on with what was left of the window', async () => {
  const lot = await room.lot({ prices: ['1', '2', '3'] });
  const [first] = lot.bids;
  if (!first) throw new Error('a bid');
  await room.act('opn-start', lot.host, lot.lotId);
  await room.act('opn-list', lot.host, lot.lotId);
  await release(room, lot);
  await room.play.setNow(at(10 * 60));
  await room.act('do-adjourn', lot.host, lot.lotId, { reasonCode: 'power-failure' });
  expect([(await openingOf(lot)).state, await lotState(lot)]).toEqual(['adjourned', 'adjourned']);
  expect(await room.refused('opn-decrypt', first.bidder, lot.lotId, decryptInput(first))).toBe('state');
  expect((await guestView(lot.lotId)).bidders).toHaveLength(3);
  await room.play.setNow(at(24 * 3_600));
  await room.timer('timer:decrypt-end', lot.lotId);
  await room.act('do-reconvene', lot.host, lot.lotId);
  expect(await openingOf(lot)).toMatchObject({ state: 'listed', data: { decryptEnd: at(24 * 3_600 + 20 * 60) } });
  expect(await lotState(lot)).toBe('opening');
  await room.act('opn-decrypt', first.bidder, lot.lotId, decryptInput(first));
  const extension = { newEnd: at(24 * 3_600 + 40 * 60), reasonCode: 'platform-fault' };
  expect(await room.refused('do-extend', lot.host, lot.lotId, { ...extension, newEnd: at(24 * 3_600) })).toBe('invalid-input');
  expect(await room.refused('do-extend', lot.host, lot.lotId, { ...extension, newEnd: at(24 * 3_600 + 50 * 60 + 1) })).toBe('invalid-input');
  await room.act('do-extend', lot.host, lot.lotId, extension);
  // all extensions together give one more window, not each of them
  expect(await room.refused('do-extend', lot.host, lot.lotId, { ...extension, newEnd: at(24 * 3_600 + 50 * 60 + 1) })).toBe('invalid-input');
  await room.play.setNow(at(24 * 3_600 + 30 * 60));
  await room.timer('timer:decrypt-end', lot.lotId);
  expect((await openingOf(lot)).state).toBe('decrypting');
});

it('signs bidders in before the deadline, once each, without waiting for one another', async () => {
  const lot = await room.lot({ prices: ['1', '2', '3'] });
  const [first, second] = lot.bids;
  if (!first || !second) throw new Error('bids');
  expect(await room.refused('opn-checkin', first.bidder, lot.lotId)).toBe('r-before-deadline');
  await room.play.setNow(at(-10));
  await database.pool.query(`update record set state = 'noticed', data = jsonb_set(data, '{openGates}', '[]') where kind = 'lot' and id = $1`, [lot.lotId]);
  await Promise.all([first, second].map((bid) => room.act('opn-checkin', bid.bidder, lot.lotId, { deviceId: 'browser' })));
  expect(await room.refused('opn-checkin', first.bidder, lot.lotId)).toBe('state');
  expect(await room.refused('opn-checkin', lot.tenderer.actor, lot.lotId)).toBe('forbidden');
  const { rows } = await database.pool.query<{ gate: string; open: boolean }>(`select gate, open from leaf where lot_id = $1 and fp = 'opn-checkin' and kind = 'act'`, [lot.lotId]);
  expect(rows).toEqual([{ gate: 'bid-deadline', open: false }, { gate: 'bid-deadline', open: false }]);
  expect(JSON.stringify(await guestView(lot.lotId))).not.toContain('checkin');
  // each is told of its own
  const told = async (bid: (typeof lot.bids)[number] | undefined) => (bid ? (await ownBids(database.pool, bid.bidder, lot.lotId)).items.map(({ checkedInAt }) => checkedInAt) : []);
  expect([await told(first), await told(lot.bids[2])]).toEqual([[at(-10)], [undefined]]);
  // a lot by invitation signs in nobody else
  await database.pool.query(`update record set data = jsonb_set(data, '{invited}', 'true') where kind = 'lot' and id = $1`, [lot.lotId]);
  expect(await room.refused('opn-checkin', lot.bids[2]?.bidder ?? first.bidder, lot.lotId)).toBe('not-invited');
});
