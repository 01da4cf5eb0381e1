import { z } from 'zod';
import { defineAct } from '../../platform/act.ts';
import { Refusal } from '../../platform/refusal.ts';
import { awardParties, loadAwardFacts, withFile, sha256, type AwardFacts } from './award-facts.ts';

const input = z.strictObject({ noticeFile: z.string().regex(sha256) });

/** 中标通知书签发 (招标投标法 第45条): binds both sides from its issue. */
export const awdNotice = defineAct<z.infer<typeof input>, AwardFacts>({
  id: 'awd-notice', kind: 'act', subjectKind: 'lot', input,
  load: withFile(loadAwardFacts, 'noticeFile'),
  parties: awardParties,
  decide({ lot, bids }, cmd, work) {
    const { award } = lot.data;
    const winner = bids.find((b) => b.id === award?.bidId);
    if (!award || !winner) throw new Refusal('state', { rule: 'state' });
    work.move(lot.data.machine, lot, 'awd-notice');
    work.move('bid', winner, 'awd-notice');
    award.noticeIssuedAt = work.now;
    work.put(lot);
    work.knowGates(lot.id, lot.data.openGates);
    work.act('awd-notice', {
      subject: lot.id, lotId: lot.id,
      public: { lotId: lot.id, winnerName: award.winnerName, awardPrice: award.awardFen, issuedAt: work.now },
      docs: { noticeFile: cmd.input.noticeFile },
      facts: { winnerIsCandidate: lot.data.candidates?.some((one) => one.bidId === winner.id && one.outCause === undefined) === true },
    });
    work.send('lot.notified', { lotId: lot.id });
    work.result = { lotId: lot.id, issuedAt: work.now };
  },
});
