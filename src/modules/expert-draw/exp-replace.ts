import { z } from 'zod';
import { defineAct } from '../../platform/act.ts';
import { loadDraw, type DrawFacts } from './facts.ts';
import { REPLACE_REASONS, replaceOnSeat, settleSeats } from './seats.ts';

const input = z.strictObject({ seatNo: z.int().min(1), expertId: z.uuid(), reasonCode: z.enum(REPLACE_REASONS) });

/** 补抽与替换: the expert named leaves the seat, the next in order is called. Repeated, it does nothing. */
export const expReplace = defineAct<z.infer<typeof input>, DrawFacts>({
  id: 'exp-replace', kind: 'system', subjectKind: 'lot', input,
  load: (read, cmd) => loadDraw(read, cmd.subject),
  parties: () => ({}),
  decide(facts, cmd, work) {
    const { draw, lot } = facts;
    const seat = draw?.data.seats.find((one) => one.seatNo === cmd.input.seatNo);
    if (!draw || seat?.expertId !== cmd.input.expertId || !work.canMove('expert-draw', draw, 'exp-replace')) return;
    work.knowGates(lot.id, lot.data.openGates);
    replaceOnSeat(work, { ...facts, draw }, seat, cmd.input.reasonCode);
    settleSeats(work, { ...facts, draw });
  },
});
