import { z } from 'zod';
import { instant } from '../../contracts/reads.ts';
import { msPerHour } from '../../kernel/calendar.ts';
import { defineAct } from '../../platform/act.ts';
import type { Rec } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import { loadLot } from './lot.ts';
import { lotParties, type Lot } from './model.ts';
import { book, isTaken, loadBooking, roomId, slotLeaf, type Booking } from './rooms.ts';

const slotHoursMax = 72;
const input = z.strictObject({
  slotType: z.enum(['opening', 'evaluation']),
  roomId,
  slotStart: instant, slotEnd: instant,
});
type Input = z.infer<typeof input>;

/** 交易场次预约: a room for a while; what overlaps is refused. */
export const intSchedule = defineAct<Input, { lot: Rec<Lot>; booking: Booking }>({
  id: 'int-schedule', kind: 'act', subjectKind: 'lot', input,
  async load(read, cmd) {
    const lot = await loadLot(read, cmd.subject);
    const { slotStart, slotEnd } = cmd.input;
    if (Date.parse(slotEnd) - Date.parse(slotStart) > slotHoursMax * msPerHour) throw new Refusal('invalid-input', { field: 'slotEnd', zh: `一次预约最长 ${slotHoursMax} 小时`, en: `A room is booked for ${slotHoursMax} hours at most` });
    return { lot, booking: await loadBooking(read, lot, cmd.input) };
  },
  parties: ({ lot }) => lotParties(lot),
  decide({ lot, booking }, cmd, work) {
    const { slotStart, slotEnd } = cmd.input;
    work.move(lot.data.machine, lot, 'int-schedule');
    if (slotStart < work.now) throw new Refusal('invalid-input', { field: 'slotStart', zh: '开始时间已过，须晚于现在', en: 'The beginning is past' });
    if (slotEnd <= slotStart) throw new Refusal('invalid-input', { field: 'slotEnd', zh: '结束时间须晚于开始时间', en: 'The end comes after the beginning' });
    const slotTaken = isTaken(booking, lot.id);
    book(work, lot, booking);
    work.act('int-schedule', slotLeaf(work, lot, cmd.input, slotTaken));
    work.result = { lotId: lot.id, ...cmd.input };
  },
});
