import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { lotOf, playLot, START, testMarket, type Person } from '../../platform/testing/market.ts';
import { roomDayId } from '../project-intake/index.ts';
import { calendarRead } from './index.ts';

const { m, p } = await testMarket();

const hour = 3_600_000;
const later = (at: string, days: number, ms = 0): string => new Date(Date.parse(at) + days * 86_400_000 + ms).toISOString();
const slotsOf = async (lotId: string) => (await lotOf(m, lotId)).data.slots;
const opening = (roomId: string, slotStart: string) => ({ slotType: 'opening', roomId, slotStart, slotEnd: later(slotStart, 0, 2 * hour) });
const clarified = async (newBidDeadline: string | null, more: Record<string, unknown> = {}) => ({ clarificationFile: await m.blob(p.tenderer.entityId), isMaterial: false, changedItems: ['图纸'], revisedContent: '改', newBidDeadline, ...more });
const booked = async (roomId: string, at: string): Promise<unknown[]> =>
  (await m.pool.query<{ slots: unknown[] }>(`select data->'slots' as slots from record where kind = 'room-day' and id = $1`, [roomDayId(roomId, later(at, 0, 8 * hour).slice(0, 10))])).rows[0]?.slots ?? [];
const schedules = async (lotId: string) => (await m.pool.query<{ role: string; public: Record<string, unknown> }>(
  `select body::jsonb->>'actorRole' as role, body::jsonb->'public' as public from leaf where lot_id = $1 and fp = 'int-schedule' order by ordinal`, [lotId])).rows;

/** A lot with its opening booked half an hour after the deadline. */
async function lot(room: string, by: Person = p.tenderer) {
  await m.s.setNow(START);
  const trade = await playLot(m, p, { category: 'engineering' });
  const held = opening(room, later(trade.bidDeadline, 0, hour / 2));
  await m.act('int-schedule', by.actor, trade.lotId, held);
  return { ...trade, held };
}

test('a later deadline takes the opening with it, in the same act and with its leaf; the old time is free again', async () => {
  const { lotId, bidDeadline, held } = await lot('r1');
  const to = later(bidDeadline, 3);
  const { result } = await m.act('doc-clarify', p.tenderer.actor, lotId, await clarified(to));
  const moved = { ...held, slotStart: later(held.slotStart, 3), slotEnd: later(held.slotEnd, 3) };
  expect(result['openingSlot']).toEqual(moved);
  expect(await slotsOf(lotId)).toEqual([moved]);
  expect([await booked('r1', held.slotStart), await booked('r1', moved.slotStart)]).toEqual([[], [{ lotId, slotType: 'opening', slotStart: moved.slotStart, slotEnd: moved.slotEnd }]]);
  expect(await schedules(lotId)).toMatchObject([{ role: 'tenderer', public: held }, { role: 'system', public: { lotId, ...moved } }]);
  // without a new deadline, or where the hall is booked late enough, nothing is booked anew
  await m.act('doc-clarify', p.tenderer.actor, lotId, await clarified(null));
  await m.act('int-schedule', p.tenderer.actor, lotId, opening('r1', later(to, 9)));
  await m.act('doc-clarify', p.tenderer.actor, lotId, await clarified(later(to, 8)));
  expect(await slotsOf(lotId)).toEqual([opening('r1', later(to, 9))]);
  expect(await schedules(lotId)).toHaveLength(3);
});

test('where the hall is taken this is shown before, the act is refused, and another room may be named', async () => {
  const { lotId, bidDeadline, held } = await lot('r2');
  const other = await lot('r3');
  const to = later(bidDeadline, 3);
  await m.act('int-schedule', p.tenderer.actor, other.lotId, opening('r2', later(to, 0, 2 * hour)));
  const check = async (at: string) => (await calendarRead(m.pool, { actor: null, now: START }, { id: lotId, newBidDeadline: at })).proposed?.checks.find(({ rule }) => rule === 'r-slot-free')?.holds;
  expect([await check(to), await check(later(bidDeadline, 4)), await check(bidDeadline)]).toEqual([false, true, undefined]);
  expect(await m.refused('doc-clarify', p.tenderer.actor, lotId, await clarified(to))).toBe('r-slot-free');
  expect([await slotsOf(lotId), (await lotOf(m, lotId)).data.bidDeadline]).toEqual([[held], bidDeadline]);
  await m.act('doc-clarify', p.tenderer.actor, lotId, await clarified(to, { openingRoomId: 'r4' }));
  expect(await slotsOf(lotId)).toEqual([{ ...held, roomId: 'r4', slotStart: later(held.slotStart, 3), slotEnd: later(held.slotEnd, 3) }]);
  expect(await booked('r2', held.slotStart)).toEqual([]);
});

test('a correction of the notice moves the opening as a clarification does', async () => {
  const { lotId, bidDeadline, held } = await lot('r5');
  const head = (await m.pool.query<{ hash: string }>(`select body_hash as hash from leaf where lot_id = $1 and fp = 'not-publish' order by ordinal desc limit 1`, [lotId])).rows[0]?.hash;
  const to = later(bidDeadline, 2);
  const change = async () => ({ prevHash: head, changeFile: await m.blob(p.tenderer.entityId), changedItems: ['投标截止时间'], revisedContent: '延期', newBidDeadline: to });
  const other = await lot('r6');
  await m.act('int-schedule', p.tenderer.actor, other.lotId, opening('r5', to));
  expect(await m.refused('not-change', p.tenderer.actor, lotId, await change())).toBe('r-slot-free');
  const { result } = await m.act('not-change', p.tenderer.actor, lotId, { ...await change(), openingRoomId: 'r7' });
  expect(result['openingSlot']).toMatchObject({ roomId: 'r7', slotStart: later(held.slotStart, 2) });
});

test.each([['free', false], ['taken', true]])('the end of a stop moves the opening; where its room is %s it is kept or given back, openly', async (_what, taken) => {
  const room = `r-${randomUUID().slice(0, 8)}`;
  const { lotId, held } = await lot(room);
  const abnormal = async (abnormalType: string) => ({ abnormalType, reasonCode: 'plan-changed', reason: '计划调整', noticeFile: await m.blob(p.tenderer.entityId) });
  await m.act('not-abnormal', p.tenderer.actor, lotId, await abnormal('suspend'));
  if (taken) {
    const other = await lot(`${room}-b`);
    await m.act('int-schedule', p.tenderer.actor, other.lotId, opening(room, later(held.slotStart, 1)));
  }
  await m.s.setNow(later(START, 0, hour));
  const { result } = await m.act('not-abnormal', p.tenderer.actor, lotId, await abnormal('resume'));
  const moved = taken ? null : { ...held, slotStart: later(held.slotStart, 1), slotEnd: later(held.slotEnd, 1) };
  expect(result['openingSlot']).toEqual(moved);
  expect(await slotsOf(lotId)).toEqual(moved ? [moved] : []);
  expect(await booked(room, held.slotStart)).toEqual([]);
  const { rows } = await m.pool.query<{ slot: unknown }>(`select body::jsonb->'public'->'openingSlot' as slot from leaf where lot_id = $1 and fp = 'gov-periods-moved'`, [lotId]);
  expect(rows).toEqual([{ slot: moved }]);
});
