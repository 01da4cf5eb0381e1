import { z } from 'zod';
import { subItems } from '../../../catalogue/index.ts';
import { defineAct } from '../../platform/act.ts';
import { Refusal } from '../../platform/refusal.ts';
import { maxDaysEnd, maxWorkingDaysEnd } from '../../kernel/calendar.ts';
import { openLotGate, type Lot } from '../project-intake/index.ts';
import { awardParties, loadAwardFacts, withFile, sha256, type AwardFacts } from './award-facts.ts';

const input = z.strictObject({
  noticeFile: z.string().regex(sha256),
  objectionChannel: z.string().min(1).max(500),
  winnerAddress: z.string().min(1).max(200),
  agencyFeeFen: z.string().regex(/^\d{1,20}$/).nullable().default(null),
});

/** 中标结果公告 (政府采购法实施条例 第43条): late is a fact too, it is recorded and warned of. */
export const awdResult = defineAct<z.infer<typeof input>, AwardFacts>({
  id: 'awd-result', kind: 'act', subjectKind: 'lot', input,
  load: withFile(loadAwardFacts, 'noticeFile'),
  parties: awardParties,
  decide({ lot, bids }, cmd, work) {
    const { award } = lot.data;
    if (!award) throw new Refusal('state', { rule: 'state' });
    work.move(lot.data.machine, lot, 'awd-result');
    for (const bid of bids) if (work.canMove('bid', bid, 'awd-result')) work.move('bid', bid, 'awd-result');
    award.resultPublishedAt = work.now;
    const { objectionChannel, winnerAddress, agencyFeeFen } = cmd.input;
    lot.data.resultNotice = { objectionChannel, winnerAddress, agencyFeeFen };
    for (const gate of ['candidate-publicity', 'award-decided'] as const) openLotGate(work, lot, gate);
    work.put(lot);
    work.publicBlobs.push(cmd.input.noticeFile);
    work.act('awd-result', {
      subject: lot.id, lotId: lot.id,
      public: { lotId: lot.id, winnerName: award.winnerName, awardPrice: award.awardFen, publishedAt: work.now },
      docs: { noticeFile: cmd.input.noticeFile },
      facts: { disclosureDueAt: resultDueAt(lot.data, Date.parse(award.decidedAt)) },
    });
    work.result = { lotId: lot.id, publishedAt: work.now };
  },
});

/** publishWithin of the sub-item this act feeds, as `1d` or `2wd` after the decision. */
export function resultDueAt(lot: Lot, decidedAt: number): number | null {
  const within = subItems.find((s) => s.category === lot.category && s.sourceEvent === 'awd-result')?.publishWithin;
  const [, n, unit] = /^(\d+)(d|wd)$/.exec(within ?? '') ?? [];
  if (n === undefined) return null;
  return unit === 'wd' ? maxWorkingDaysEnd(decidedAt, Number(n)).at : maxDaysEnd(decidedAt, Number(n)).at;
}
