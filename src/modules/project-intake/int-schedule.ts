import { createHash } from 'node:crypto';
import { z } from 'zod';
import { instant } from '../../contracts/reads.ts';
import { dateText, dayOf, msPerHour } from '../../kernel/calendar.ts';
import { defineAct, type Cmd } from '../../platform/act.ts';
import type { Reader, Rec } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Work } from '../../platform/work.ts';
import { loadLot } from './lot.ts';
import { lotParties, type Lot } from './model.ts';

const slotHoursMax = 72;
const input = z.strictObject({
  slotType: z.enum(['opening', 'evaluation']),
  roomId: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/),
  slotStart: instant, slotEnd: instant,
});
type Input = z.infer<typeof input>;

/**
 * What is booked in one room on one day. Record kind `room-day`; its id follows from room and day, so that two bookings at
 * once meet in one row and the later one starts over.
 */
interface RoomDay { roomId: string; day: string; slots: { lotId: string; slotType: string; slotStart: string; slotEnd: string }[] }
interface Facts { lot: Rec<Lot>; days: { id: string; day: string; found: Rec<RoomDay> | null }[] }

/** 交易场次预约: a room for a while; what overlaps is refused. */
export const intSchedule = defineAct<Input, Facts>({
  id: 'int-schedule', kind: 'act', subjectKind: 'lot', input,
  async load(read, cmd) {
    return { lot: await loadLot(read, cmd.subject), days: await loadDays(read, cmd) };
  },
  parties: ({ lot }) => lotParties(lot),
  decide({ lot, days }, cmd, work) {
    const { slotType, roomId, slotStart, slotEnd } = cmd.input;
    work.move(lot.data.machine, lot, 'int-schedule');
    if (slotEnd <= slotStart || slotStart < work.now) throw new Refusal('invalid-input', { field: 'slotStart' });
    const slotTaken = days.some(({ found }) => found?.data.slots.some((slot) => slot.slotStart < slotEnd && slotStart < slot.slotEnd && slot.lotId !== lot.id));
    release(work, lot, days, slotType);
    for (const { id, day, found } of days) {
      const data = found?.data ?? { roomId, day, slots: [] };
      data.slots.push({ lotId: lot.id, slotType, slotStart, slotEnd });
      work.put<RoomDay>(found ?? { kind: 'room-day', id, state: 'open', lotId: null, ownerId: null, key: null, version: 0, data });
    }
    lot.data.slots = [...lot.data.slots.filter((slot) => slot.slotType !== slotType), { slotType, roomId, slotStart, slotEnd }];
    work.knowGates(lot.id, lot.data.openGates);
    work.act('int-schedule', {
      subject: lot.id, lotId: lot.id, public: { projectId: lot.data.projectId, lotId: lot.id, slotType, roomId, slotStart, slotEnd }, facts: { slotTaken },
    });
    work.result = { lotId: lot.id, slotType, roomId, slotStart, slotEnd };
  },
});

/** A lot holds one slot of a kind: a new booking gives the old one back where it shows in these days. */
function release(work: Work, lot: Rec<Lot>, days: Facts['days'], slotType: string): void {
  for (const { found } of days) {
    if (!found) continue;
    found.data.slots = found.data.slots.filter((slot) => slot.lotId !== lot.id || slot.slotType !== slotType);
    work.put(found);
  }
}

async function loadDays(read: Reader, cmd: Cmd<Input>): Promise<Facts['days']> {
  const [from, to] = [Date.parse(cmd.input.slotStart), Date.parse(cmd.input.slotEnd)];
  if (to - from > slotHoursMax * msPerHour) throw new Refusal('invalid-input', { field: 'slotEnd' });
  const days: Facts['days'] = [];
  for (let day = dayOf(from); day <= dayOf(to); day += 1) {
    const id = idOf(`${cmd.input.roomId}/${dateText(day)}`);
    days.push({ id, day: dateText(day), found: await read.get<RoomDay>('room-day', id) });
  }
  return days;
}

/** A version 8 id (RFC 9562) from the digest of a name. */
function idOf(name: string): string {
  const hex = createHash('sha256').update(`qinglan-room-day/${name}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
