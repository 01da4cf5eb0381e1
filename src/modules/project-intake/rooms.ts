import { createHash } from 'node:crypto';
import { z } from 'zod';
import { dateText, dayOf, localText } from '../../kernel/calendar.ts';
import type { Reader, Rec } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Work } from '../../platform/work.ts';
import type { Lot } from './model.ts';

export const roomId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/);
export type Slot = Lot['slots'][number];

/**
 * What is booked in one room on one day. Record kind `room-day`; its id follows from room and day, so that two bookings at
 * once meet in one row and the later one starts over.
 */
export interface RoomDay { roomId: string; day: string; slots: { lotId: string; slotType: string; slotStart: string; slotEnd: string }[] }
interface Day { id: string; day: string; roomId: string; found: Rec<RoomDay> | null }

/** A slot with the days it stands on, and the days of the one it takes the place of. */
export interface Booking { slot: Slot; days: Day[]; former: Day[] }

export async function loadBooking(read: Reader, lot: Rec<Lot>, slot: Slot): Promise<Booking> {
  // a day that both stand on is one record
  const seen = new Map<string, Rec<RoomDay> | null>();
  const daysOf = async ({ roomId, slotStart, slotEnd }: Slot): Promise<Day[]> => {
    const days: Day[] = [];
    for (let day = dayOf(Date.parse(slotStart)); day <= dayOf(Date.parse(slotEnd)); day += 1) {
      const id = roomDayId(roomId, dateText(day));
      if (!seen.has(id)) seen.set(id, await read.get<RoomDay>('room-day', id));
      days.push({ id, day: dateText(day), roomId, found: seen.get(id) ?? null });
    }
    return days;
  };
  const held = lot.data.slots.find(({ slotType }) => slotType === slot.slotType);
  return { slot, days: await daysOf(slot), former: held ? await daysOf(held) : [] };
}

export function isTaken({ days, slot }: Booking, lotId: string): boolean {
  return days.some(({ found }) => found?.data.slots.some((one) => one.lotId !== lotId && one.slotStart < slot.slotEnd && slot.slotStart < one.slotEnd));
}

/** A lot holds one slot of a kind: a new booking gives the old one back. Null gives it back without another. */
export function book(work: Work, lot: Rec<Lot>, { slot, days, former }: Booking, booked: Slot | null = slot): void {
  const { slotType } = slot;
  for (const { found } of [...former, ...days]) {
    if (!found) continue;
    found.data.slots = found.data.slots.filter((one) => one.lotId !== lot.id || one.slotType !== slotType);
    work.put(found);
  }
  lot.data.slots = [...lot.data.slots.filter((one) => one.slotType !== slotType), ...(booked ? [booked] : [])];
  work.put(lot);
  if (!booked) return;
  for (const { id, day, roomId, found } of days) {
    const data = found?.data ?? { roomId, day, slots: [] };
    data.slots.push({ lotId: lot.id, slotType, slotStart: slot.slotStart, slotEnd: slot.slotEnd });
    work.put<RoomDay>(found ?? { kind: 'room-day', id, state: 'open', lotId: null, ownerId: null, key: null, version: 0, data });
  }
}

export function slotLeaf(work: Work, lot: Rec<Lot>, { slotType, roomId, slotStart, slotEnd }: Slot, slotTaken: boolean) {
  work.knowGates(lot.id, lot.data.openGates);
  return { subject: lot.id, lotId: lot.id, public: { projectId: lot.data.projectId, lotId: lot.id, slotType, roomId, slotStart, slotEnd }, facts: { slotTaken } };
}

/** The opening's slot as a later deadline needs it: as long, and as long after the deadline, as the one that is booked. Null: none is booked, or it is late enough. */
export function openingSlotAfter({ slots }: Lot, from: string | undefined, to: string | null, roomId?: string): Slot | null {
  const held = slots.find(({ slotType }) => slotType === 'opening');
  if (!held || from === undefined || to === null || held.slotStart >= to) return null;
  const later = (at: string): string => new Date(Date.parse(at) + Date.parse(to) - Date.parse(from)).toISOString();
  return { slotType: 'opening', roomId: roomId ?? held.roomId, slotStart: later(held.slotStart), slotEnd: later(held.slotEnd) };
}

/** In the act that moves the deadline: the hall is booked for the new time, with its leaf; where it is taken the act is refused, and another room may be named. */
export function rebookOpening(work: Work, lot: Rec<Lot>, booking: Booking | null): Slot | undefined {
  if (!booking) return undefined;
  const { slot } = booking;
  if (isTaken(booking, lot.id)) {
    const when = localText(Date.parse(slot.slotStart)).slice(0, 16);
    throw new Refusal('r-slot-free', { field: 'openingRoomId', rule: 'r-slot-free', zh: `开标场地 ${slot.roomId} 在 ${when} 已被预约，请改用其他场地或时间`, en: `The opening room ${slot.roomId} is taken at ${when} (Beijing time); name another room or another deadline` });
  }
  book(work, lot, booking);
  work.systemAct('int-schedule', slotLeaf(work, lot, slot, false));
  return slot;
}

/** A stop ends whether the hall is free or not: where it is taken the slot is given back, and the parties book another. The leaf of the stop's end says which. */
export function rebookAfterStop(work: Work, lot: Rec<Lot>, booking: Booking): Slot | null {
  const booked = isTaken(booking, lot.id) ? null : booking.slot;
  book(work, lot, booking, booked);
  return booked;
}

/** A version 8 id (RFC 9562) from the digest of a name. */
export function roomDayId(room: string, day: string): string {
  const hex = createHash('sha256').update(`qinglan-room-day/${room}/${day}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
