import { z } from 'zod';
import { defineAct } from '../../platform/act.ts';
import { Refusal } from '../../platform/refusal.ts';
import { lotParam } from '../project-intake/index.ts';
import { awardParties, loadAwardFacts, withFile, sha256, type AwardFacts } from './award-facts.ts';

const input = z.strictObject({ reportHash: z.string().regex(sha256) });

/** 书面报告招标投标情况 (招标投标法 第47条): to the supervising department within 15 days of the decision. */
export const doReportAward = defineAct<z.infer<typeof input>, AwardFacts>({
  id: 'do-report-award', kind: 'step', subjectKind: 'lot', input,
  load: withFile(loadAwardFacts, 'reportHash'),
  parties: awardParties,
  decide({ lot }, cmd, work) {
    if (!lot.data.award) throw new Refusal('state', { rule: 'state' });
    work.move(lot.data.machine, lot, 'do:report-award');
    lot.data.awardReportedAt = work.now;
    work.knowGates(lot.id, lot.data.openGates);
    work.step('do-report-award', 'awd-result', {
      subject: lot.id, lotId: lot.id, public: { lotId: lot.id, at: work.now }, docs: { reportHash: cmd.input.reportHash },
      facts: { param: lotParam(lot.data), decidedAt: Date.parse(lot.data.award.decidedAt) },
    });
    work.result = { lotId: lot.id };
  },
});
