import { z } from 'zod';
import { defineAct } from '../../platform/act.ts';
import { Refusal } from '../../platform/refusal.ts';
import { awardParties, loadAwardFacts, withFile, sha256, type AwardFacts } from './award-facts.ts';

const input = z.strictObject({
  bidSeq: z.int(),
  causeCode: z.enum(['gives-up', 'force-majeure', 'no-performance-security', 'breach-found']),
  evidenceHash: z.string().regex(sha256),
});

/** 候选人或中标人退出 (实施条例 第55条): the next in order may be taken, or the lot retendered; forfeiture is decided apart. */
export const doWinnerOut = defineAct<z.infer<typeof input>, AwardFacts>({
  id: 'do-winner-out', kind: 'step', subjectKind: 'lot', input,
  load: withFile(loadAwardFacts, 'evidenceHash'),
  parties: awardParties,
  decide({ lot, bids }, cmd, work) {
    const { bidSeq, causeCode, evidenceHash } = cmd.input;
    const out = bids.find((b) => b.data.bidSeq === bidSeq);
    const candidate = lot.data.candidates?.find((c) => c.bidSeq === bidSeq);
    if (!out || !candidate) throw new Refusal('not-found', { field: 'bidSeq' });
    // after the decision only the winner can undo it by falling out; another candidate's leaving changes nothing
    if (lot.data.award !== undefined && lot.data.award.bidId !== out.id) throw new Refusal('state', { rule: 'state', zh: '已定标，仅中标人退出方可重新定标', en: 'The lot is awarded: only the winner falling out reopens it' });
    work.move(lot.data.machine, lot, 'do:winner-out');
    for (const bid of bids) {
      const named = bid.id === out.id ? 'yes' : 'no';
      if (work.canMove('bid', bid, 'do:winner-out', { named })) work.move('bid', bid, 'do:winner-out', { named });
    }
    candidate.outCause = causeCode;
    out.data.outCause = causeCode;
    delete lot.data.award;
    delete lot.data.awardReportedAt;
    work.put(lot);
    work.knowGates(lot.id, lot.data.openGates);
    work.step('do-winner-out', 'awd-decide', {
      subject: lot.id, lotId: lot.id, public: { lotId: lot.id, bidSeq, causeCode, at: work.now }, docs: { evidenceHash },
      facts: { causeCode, outEvidence: evidenceHash },
    });
    work.result = { lotId: lot.id, remaining: (lot.data.candidates ?? []).filter((c) => !c.outCause).length };
  },
});
