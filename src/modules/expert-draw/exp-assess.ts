import { z } from 'zod';
import { evaluationDefaults } from '../../../catalogue/evaluation-defaults.ts';
import { defineAct } from '../../platform/act.ts';
import type { Rec } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import { lotParties, type Lot } from '../project-intake/index.ts';
import { committeeParam, currentDraw, formDigest, loadLot, mustDraw } from './facts.ts';
import type { Draw, Expert } from './model.ts';

const input = z.strictObject({
  seatNo: z.int().min(1).max(60), score: z.int(),
  remarks: z.string().trim().max(2_000).default('').describe('attendance, diligence, fairness; goes to the roster authority'),
});
interface Facts { lot: Rec<Lot>; draw: Rec<Draw>; expert: Rec<Expert> | null }

/**
 * 专家履职评价: after the report, each expert once, by seat. It goes to the expert's file in the roster; what follows from a bad
 * one is for the roster's authority to decide, never for the platform (lifecycle §0.6).
 */
export const expAssess = defineAct<z.infer<typeof input>, Facts>({
  id: 'exp-assess', kind: 'act', subjectKind: 'lot', input,
  async load(read, cmd) {
    const lot = await loadLot(read, cmd.subject);
    const draw = mustDraw(await currentDraw(read, lot.id));
    const expertId = draw.data.seats.find((seat) => seat.seatNo === cmd.input.seatNo)?.expertId ?? null;
    return { lot, draw, expert: expertId === null ? null : await read.get<Expert>('expert', expertId) };
  },
  parties: ({ lot }) => lotParties(lot),
  decide({ lot, draw, expert }, cmd, work) {
    const { seatNo, score, remarks } = cmd.input;
    if (lot.data.reportAt === undefined) throw new Refusal('state', { rule: 'state', zh: '评标报告签署后方可评价', en: 'Experts are assessed after the report' });
    if (!expert) throw new Refusal('invalid-input', { field: 'seatNo' });
    const assessed = draw.data.assessed ?? [];
    if (assessed.some((one) => one.seatNo === seatNo)) throw new Refusal('state', { rule: 'state', zh: '该专家已评价', en: 'This expert has been assessed' });
    work.move('expert-draw', draw, 'exp-assess');
    draw.data.assessed = [...assessed, { seatNo, score, at: work.now }];
    expert.data.assessments = [...expert.data.assessments ?? [], { lotId: lot.id, score, at: work.now }];
    work.put(expert);
    work.knowGates(lot.id, lot.data.openGates);
    const { min, max } = evaluationDefaults.expertAssessment;
    work.act('exp-assess', {
      subject: lot.id, lotId: lot.id, public: { lotId: lot.id, assessmentSeq: draw.data.assessed.length, score, assessedAt: work.now },
      salted: { expertId: expert.id }, docs: { assessmentForm: formDigest({ seatNo, score, remarks, at: work.now }) },
      facts: { param: committeeParam(lot.data), scores: [{ score, min, max }] },
    });
    const left = draw.data.seats.filter((seat) => seat.expertId !== null).length - draw.data.assessed.length;
    if (left === 0) {
      work.move('expert-draw', draw, 'do:assessed', {}, 'system');
      work.moved('exp-assess', { subject: lot.id, lotId: lot.id, public: { drawId: draw.id, assessed: draw.data.assessed.length }, facts: {} });
    }
    work.result = { assessmentSeq: draw.data.assessed.length, left, state: draw.state };
  },
});

/** How an expert stands in the roster: the mean of the assessments to a hundredth, and of how many. */
export function standingOf({ assessments = [] }: Pick<Expert, 'assessments'>): { count: number; mean: string | null } {
  const sum = assessments.reduce((total, { score }) => total + score, 0);
  const hundredths = assessments.length === 0 ? null : Math.round((sum * 100) / assessments.length);
  return { count: assessments.length, mean: hundredths === null ? null : `${Math.trunc(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')}` };
}
