import { z } from 'zod';
import { defineAct } from '../../platform/act.ts';
import type { Rec } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import { lotParties } from '../project-intake/index.ts';
import { committeeParam, loadDraw, mustDraw, type DrawFacts } from './facts.ts';
import type { Draw, Expert } from './model.ts';
import { employerKey, hitsNow, rosterExpert } from './roster.ts';
import { seatExpert, settleSeats } from './seats.ts';

const input = z.strictObject({
  expertIds: z.array(z.uuid()).min(1).max(30), approvalNo: z.string().min(1).max(60),
  causeCode: z.enum(['technically-complex', 'highly-specialised', 'no-expert-in-roster']),
});

/** 直接确定专家: with an approval, in the cases of the law, when the roster is exhausted. They are called like all others. */
export const doDesignate = defineAct<z.infer<typeof input>, DrawFacts>({
  id: 'do-designate', kind: 'step', subjectKind: 'lot', input,
  load: (read, cmd) => loadDraw(read, cmd.subject),
  parties: ({ lot }) => lotParties(lot),
  decide(facts, cmd, work) {
    const draw = mustDraw(facts.draw);
    const { lot, experts } = facts;
    if (lot.state === 'suspended') throw new Refusal('state', { rule: 'state' });
    work.knowGates(lot.id, lot.data.openGates);
    const empty = draw.data.seats.filter((seat) => seat.expertId === null);
    if (empty.length !== cmd.input.expertIds.length) throw new Refusal('invalid-input', { field: 'expertIds', zh: `须为${empty.length}个空缺席位各确定一人`, en: `One for each of ${empty.length} empty seats` });
    work.move('expert-draw', draw, 'do:designate');
    const named = cmd.input.expertIds.map((id) => experts.find((expert) => expert.id === id));
    named.forEach((expert, i) => {
      const seat = empty[i];
      // one answer for all: which of them it is, and why, would tell who sits already
      if (!expert || !seat || !maySit(expert, draw.data)) throw new Refusal('invalid-input', { field: 'expertIds', zh: '所选专家中有人当日不能参加：不在有效期内，或已是成员、与成员同一单位，请改选', en: 'One of those chosen cannot sit that day: not in force, or a member already, or of a member’s employer' });
      if (hitsNow(expert, draw.data, facts.about) > 0) throw new Refusal('r-expert-avoidance', { rule: 'r-expert-avoidance', field: 'expertIds' });
      draw.data.designated = [...draw.data.designated ?? [], expert.data.expertNo];
      seat.specialty = expert.data.specialties[0] ?? seat.specialty;
      // the one who was approved and nobody else, whoever comes first in the order
      seatExpert(work, { ...facts, draw }, seat, expert);
    });
    draw.data.approvalNo = cmd.input.approvalNo;
    work.step('do-designate', 'exp-draw-request', {
      subject: lot.id, lotId: lot.id,
      public: { drawId: draw.id, approvalNo: cmd.input.approvalNo, causeCode: cmd.input.causeCode, at: work.now },
      facts: { param: committeeParam(lot.data), approvalNo: cmd.input.approvalNo, causeCode: cmd.input.causeCode },
    });
    settleSeats(work, { ...facts, draw });
  },
});

/** In force on the day, and no second one of an expert or an employer (AV-09) at the table. */
function maySit(expert: Rec<Expert>, draw: Draw): boolean {
  const { valid, suspended } = rosterExpert(expert, draw.evaluationStart);
  return valid && !suspended && !draw.seats.some((seat) => seat.expertId === expert.id || seat.employer === employerKey(expert.data));
}
