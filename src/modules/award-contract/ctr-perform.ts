import { z } from 'zod';
import { defineAct } from '../../platform/act.ts';
import type { Rec } from '../../platform/records.ts';
import { lotParam, lotParties, type Lot } from '../project-intake/index.ts';
import { withFile, sha256 } from './award-facts.ts';
import { loadContract } from './contract-facts.ts';
import type { Contract } from './ctr-sign.ts';

const input = z.strictObject({
  milestone: z.string().trim().min(1).max(200),
  amountPaidFen: z.string().regex(/^\d{1,18}$/),
  payeeAccount: z.string().trim().min(1).max(60),
  proofFile: z.string().regex(sha256).describe('proof of the milestone or payment, uploaded before'),
  progressPercent: z.int().min(0).max(100).optional(),
  completed: z.boolean().default(false).describe('the work is complete with this milestone'),
});

/** 履约节点与支付: each milestone with what was paid for it (优化营商环境条例 第32条; 实施条例 第57条). */
export const ctrPerform = defineAct<z.infer<typeof input>, { lot: Rec<Lot>; contract: Rec<Contract> }>({
  id: 'ctr-perform', kind: 'act', subjectKind: 'lot', input,
  load: withFile(loadContract, 'proofFile'),
  parties: ({ lot }) => lotParties(lot),
  decide({ lot, contract }, cmd, work) {
    const { milestone, amountPaidFen, payeeAccount, proofFile, progressPercent, completed } = cmd.input;
    work.move('contract', contract, 'ctr-perform');
    const amountFen = BigInt(amountPaidFen).toString();
    contract.data.milestones = [...(contract.data.milestones ?? []), { milestone, amountFen, at: work.now, completed, ...(progressPercent === undefined ? {} : { progressPercent }) }];
    work.knowGates(lot.id, lot.data.openGates);
    work.act('ctr-perform', {
      subject: lot.id, lotId: lot.id, public: { contractId: contract.id, milestone, amountPaid: amountFen, reachedAt: work.now }, salted: { payeeAccount }, docs: { proofFile },
      // that the file is there under its own digest was read before
      facts: { hashPairs: [[proofFile, proofFile]], param: lotParam(lot.data), signedAt: Date.parse(contract.data.signedAt) },
    });
    work.result = { contractId: contract.id, paidFen: paidFen(contract.data), state: contract.state };
  },
});

export function paidFen({ milestones }: Contract): string {
  return (milestones ?? []).reduce((sum, one) => sum + BigInt(one.amountFen), 0n).toString();
}
