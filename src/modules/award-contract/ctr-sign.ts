import { z } from 'zod';
import { defineAct } from '../../platform/act.ts';
import { Refusal } from '../../platform/refusal.ts';
import { lotParam } from '../project-intake/index.ts';
import { conclude, frameworkTerms } from './framework.ts';
import { awardParties, loadAwardFacts, msOf, withFile, sha256, type AwardFacts } from './award-facts.ts';

const input = z.strictObject({
  contractPriceFen: z.string().regex(/^\d{1,20}$/),
  duration: z.string().min(1).max(200),
  contractFile: z.string().regex(sha256),
  contractCode: z.string().min(1).max(100),
  paymentTerms: z.string().min(1).max(1_000),
  performanceSecurityFen: z.string().regex(/^\d{1,20}$/).nullable().default(null),
  framework: frameworkTerms.optional().describe('framework agreements alone'),
});

/** One contract of a lot. Record kind `contract`. */
export interface Contract {
  contractCode: string; priceFen: string; duration: string; signedAt: string; performanceSecurityFen: string | null; paymentTerms: string; fileDigest: string; previousState?: string;
  changes?: { amountFen: string; reason: string; at: string }[];
  milestones?: { milestone: string; amountFen: string; at: string; completed: boolean; progressPercent?: number }[];
  ended?: { causeCode: string; at: string };
  completedAt?: string;
}

/** 合同签订 (招标投标法 第46条): price and duration are the award's, within 30 days of the notice. */
export const ctrSign = defineAct<z.infer<typeof input>, AwardFacts>({
  id: 'ctr-sign', kind: 'act', subjectKind: 'lot', input,
  load: withFile(loadAwardFacts, 'contractFile'),
  parties: awardParties,
  decide({ lot, bids }, cmd, work) {
    const { award } = lot.data;
    const winner = bids.find((b) => b.id === award?.bidId);
    // an order has no bids of its own: its supplier was admitted by the framework
    if (!award || (!winner && !lot.data.order)) throw new Refusal('state', { rule: 'state' });
    const { contractPriceFen, duration, contractFile, contractCode, paymentTerms, performanceSecurityFen } = cmd.input;
    work.move(lot.data.machine, lot, 'ctr-sign');
    for (const bid of bids) if (bid === winner || lot.data.framework?.suppliers.some((one) => one.bidId === bid.id)) work.move('bid', bid, 'ctr-sign');
    conclude(lot, cmd.input.framework, work.now);
    const contract = work.create<Contract>('contract', 'draft', {
      contractCode, priceFen: contractPriceFen, duration, signedAt: work.now, performanceSecurityFen, paymentTerms, fileDigest: contractFile,
    }, { lotId: lot.id, ownerId: lot.data.tendererId });
    work.move('contract', contract, 'ctr-sign');
    lot.data.contract = { contractId: contract.id, contractCode: contract.data.contractCode, priceFen: contractPriceFen, duration, signedAt: work.now };
    lot.data.doneAt = work.now;
    work.put(lot);
    work.knowGates(lot.id, lot.data.openGates);
    work.act('ctr-sign', {
      subject: lot.id, lotId: lot.id,
      public: { contractId: contract.id, lotId: lot.id, contractPrice: contractPriceFen, duration, signedAt: work.now, performanceSecurityAmount: performanceSecurityFen },
      docs: { contractFile },
      facts: {
        param: lotParam(lot.data), contractPriceFen: BigInt(contractPriceFen), awardPriceFen: BigInt(award.awardFen), contractDuration: duration, awardDuration: award.duration,
        noticeIssuedAt: msOf(award.noticeIssuedAt ?? award.decidedAt, 'noticeIssuedAt'), performanceSecurityFen: performanceSecurityFen === null ? null : BigInt(performanceSecurityFen),
      },
    });
    work.result = { lotId: lot.id, contractId: contract.id };
  },
});
