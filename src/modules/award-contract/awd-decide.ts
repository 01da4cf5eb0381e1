import { z } from 'zod';
import { defineAct } from '../../platform/act.ts';
import { Refusal, refuseByRule } from '../../platform/refusal.ts';
import type { Work } from '../../platform/work.ts';
import { loadRemedies, lotParam, openLotGate, type Lot, type Remedies } from '../project-intake/index.ts';
import { priceTextOf } from '../bidding/index.ts';
import { hasCandidateSubItem } from './awd-candidate.ts';
import { admittedTo, toldOf } from './framework.ts';
import { awardParties, loadAwardFacts, markRevoked, msOf, withFile, sha256, type AwardFacts } from './award-facts.ts';

const input = z.strictObject({
  bidSeq: z.int().describe('the bid that wins'),
  decisionFile: z.string().regex(sha256),
  decisionMakerId: z.string().min(1).max(100).describe('number of the person or meeting that decides; salted'),
  admittedBidSeqs: z.array(z.int()).min(2).max(20).optional().describe('framework agreements: who is admitted, in the order of the ranking, the first included'),
  causeCode: z.string().min(1).max(100).nullable().default(null).describe('why not the first of the ranking, where that is allowed'),
});

/** 定标 (招标投标法 第40条; 实施条例 第55条): the tenderer takes one of the candidates; state-funded projects take the first. */
export const awdDecide = defineAct<z.infer<typeof input>, AwardFacts & { remedies: Remedies }>({
  id: 'awd-decide', kind: 'act', subjectKind: 'lot', input,
  load: withFile(async (read, cmd) => ({ ...await loadAwardFacts(read, cmd), remedies: await loadRemedies(read, cmd.subject) }), 'decisionFile'),
  parties: awardParties,
  decide({ lot, bids, remedies }, cmd, work) {
    markRevoked({ lot, bids });
    const suspended = lot.data.suspension !== undefined;
    const winner = bids.find((b) => b.data.bidSeq === cmd.input.bidSeq);
    if (!winner?.data.form) throw new Refusal('not-found', { field: 'bidSeq' });
    const candidate = lot.data.candidates?.find((c) => c.bidId === winner.id);
    const publicity = hasCandidateSubItem(lot.data);
    work.move(lot.data.machine, lot, 'awd-decide', { candidatePublicity: publicity ? 'yes' : 'no' });
    if (!candidate || candidate.outCause !== undefined) throw refuseByRule('r-award-from-candidates', 'bidSeq');
    const admitted = admittedTo(lot, bids, cmd.input);
    work.move('bid', winner, 'awd-decide', { named: 'yes' });
    for (const bid of bids) {
      const named = admitted.some((one) => one.bidId === bid.id) ? 'yes' : 'no';
      if (bid !== winner && work.canMove('bid', bid, 'awd-decide', { named })) work.move('bid', bid, 'awd-decide', { named });
    }
    const { duration } = winner.data.form;
    const priceFen = priceTextOf(winner.data) ?? '';
    const { rank } = candidate;
    lot.data.award = { bidId: winner.id, bidderId: winner.data.bidderId, winnerName: winner.data.bidderName, awardFen: priceFen, rank, duration, decidedAt: work.now };
    if (admitted.length > 0) lot.data.framework = { suppliers: admitted, items: [], modes: [], orders: [] };
    openLotGate(work, lot, 'candidate-publicity');
    openLotGate(work, lot, 'award-decided');
    work.put(lot);
    const order = orderOf(lot.data, rank);
    const { awardMode, earlierCandidatesOut } = order;
    if (!earlierCandidatesOut && awardMode === 'separate' && cmd.input.causeCode === null) throw new Refusal('invalid-input', { field: 'causeCode', zh: '未取排名第一者须载明理由', en: 'Not to take the first of the ranking needs a reason' });
    if (rank > 1) work.warn('w-award-not-first', lot.id, { rank, earlierCandidatesOut, causeCode: cmd.input.causeCode });
    work.act('awd-decide', {
      subject: lot.id, lotId: lot.id,
      public: { lotId: lot.id, winnerName: winner.data.bidderName, awardPrice: priceFen, rank, decidedAt: work.now, duration, awardMode: awardMode ?? 'joined', causeCode: cmd.input.causeCode, ...toldOf(admitted) },
      salted: { decisionMakerId: cmd.input.decisionMakerId },
      docs: { decisionFile: cmd.input.decisionFile },
      facts: {
        param: lotParam(lot.data), publicityRequired: publicity, suspended, winnerIsCandidate: true,
        publicityEnd: publicity ? msOf(lot.data.publicity?.publicityEnd, 'publicityEnd') : 0, openObjections: remedies.openObjections,
        ...order, reportAt: msOf(lot.data.reportAt, 'reportAt'),
      },
    });
    announce(work, lot.id);
    work.result = { lotId: lot.id, winnerName: winner.data.bidderName, awardFen: priceFen, rank };
  },
});

/** 评定分离 is for works; a purchaser takes the candidates in their order, whoever pays (87号令 第68条). */
function orderOf(lot: Lot, awardRank: number) {
  const purchase = lot.category === 'gov-procurement';
  const earlierCandidatesOut = (lot.candidates ?? []).every((one) => one.rank >= awardRank || one.outCause !== undefined);
  return { awardRank, earlierCandidatesOut, stateFunded: lot.stateFunded || purchase, awardMode: purchase ? null : lot.issued?.awardMode ?? null };
}

function announce(work: Work, lotId: string): void {
  work.send('lot.awarded', { lotId });
}
