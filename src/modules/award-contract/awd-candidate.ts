import { z } from 'zod';
import { subItems } from '../../../catalogue/index.ts';
import { defineAct } from '../../platform/act.ts';
import type { Rec } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Work } from '../../platform/work.ts';
import type { Bid } from '../bidding/index.ts';
import { lotParam, openLotGate, type Lot } from '../project-intake/index.ts';
import { awardParties, loadAwardFacts, markRevoked, msOf, withFile, sha256, type AwardFacts } from './award-facts.ts';

const input = z.strictObject({
  publicityEnd: z.iso.datetime({ offset: true }).describe('end of the publicity period, exclusive'),
  publicityFile: z.string().regex(sha256),
  objectionChannel: z.string().min(1).max(500),
});

/** 中标候选人公示 (实施条例 第54条): the ranking of the report goes public; candidates are the first of it who are still in. */
export const awdCandidate = defineAct<z.infer<typeof input>, AwardFacts>({
  id: 'awd-candidate', kind: 'act', subjectKind: 'lot', input,
  load: withFile(loadAwardFacts, 'publicityFile'),
  parties: awardParties,
  decide({ lot, bids }, cmd, work) {
    markRevoked({ lot, bids });
    const candidates = (lot.data.candidates ?? []).filter((c) => !c.outCause).map((c, i) => ({ ...c, rank: i + 1 }));
    if (candidates.length === 0) throw new Refusal('state', { rule: 'state', zh: '没有可公示的中标候选人，请发布流标公告', en: 'There is no candidate to publish' });
    const publicity = hasCandidateSubItem(lot.data) ? 'yes' : 'no';
    work.move(lot.data.machine, lot, 'awd-candidate', { candidatePublicity: publicity });
    for (const bid of bids) moveBid(work, bid, candidates.some((c) => c.bidId === bid.id));
    const publicityEnd = new Date(cmd.input.publicityEnd).toISOString();
    lot.data.publicity = { publishedAt: work.now, publicityEnd, objectionChannel: cmd.input.objectionChannel };
    openLotGate(work, lot, 'candidate-publicity');
    work.put(lot);
    work.publicBlobs.push(cmd.input.publicityFile);
    work.act('awd-candidate', {
      subject: lot.id, lotId: lot.id,
      public: {
        lotId: lot.id, candidateNames: candidates.map((c) => c.bidderName), ranks: candidates.map((c) => c.rank), bidPrices: candidates.map((c) => c.priceFen),
        publishedAt: work.now, publicityEnd,
      },
      docs: { publicityFile: cmd.input.publicityFile },
      facts: {
        param: lotParam(lot.data), publishedAt: cmd.nowMs, publicityEnd: Date.parse(publicityEnd), reportAt: msOf(lot.data.reportAt, 'reportAt'),
        candidateRanks: candidates.map((c) => c.rank),
      },
    });
    work.result = { lotId: lot.id, candidates: candidates.map(({ rank, bidderName }) => ({ rank, bidderName })), publicityEnd };
  },
});

export function hasCandidateSubItem(lot: Lot): boolean {
  return subItems.some((s) => s.category === lot.category && [s.sourceEvent, ...s.alsoSourceEvents].includes('awd-candidate'));
}

function moveBid(work: Work, bid: Rec<Bid>, named: boolean): void {
  if (bid.state !== 'ranked' && bid.state !== 'candidate') return;
  work.move('bid', bid, 'awd-candidate', { named: named ? 'yes' : 'no' });
}
