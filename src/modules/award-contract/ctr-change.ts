import { z } from 'zod';
import { defineAct } from '../../platform/act.ts';
import type { Rec } from '../../platform/records.ts';
import { lotParam, lotParties, type Lot } from '../project-intake/index.ts';
import { withFile, sha256 } from './award-facts.ts';
import { loadContract } from './contract-facts.ts';
import type { Contract } from './ctr-sign.ts';

const input = z.strictObject({
  changeAmountFen: z.string().regex(/^-?\d{1,18}$/).describe('added to the price; below nothing where it falls'),
  reason: z.string().trim().min(1).max(2_000),
  changeFile: z.string().regex(sha256).describe('the signed change, uploaded before'),
});

/** 合同变更: what all changes come to is judged against the legal share of the price (政府采购法 第49条); past it the change stands and is told. */
export const ctrChange = defineAct<z.infer<typeof input>, { lot: Rec<Lot>; contract: Rec<Contract> }>({
  id: 'ctr-change', kind: 'act', subjectKind: 'lot', input,
  load: withFile(loadContract, 'changeFile'),
  parties: ({ lot }) => lotParties(lot),
  decide({ lot, contract }, cmd, work) {
    const { changeAmountFen, reason, changeFile } = cmd.input;
    work.move('contract', contract, 'ctr-change');
    const changes = [...(contract.data.changes ?? []), { amountFen: BigInt(changeAmountFen).toString(), reason, at: work.now }];
    contract.data.changes = changes;
    const cumulative = changes.reduce((sum, one) => sum + BigInt(one.amountFen), 0n);
    work.knowGates(lot.id, lot.data.openGates);
    work.act('ctr-change', {
      subject: lot.id, lotId: lot.id,
      public: { contractId: contract.id, changeSeq: changes.length, changeAmount: BigInt(changeAmountFen).toString(), cumulativeAmount: cumulative.toString(), changedAt: work.now },
      docs: { changeFile }, facts: { param: lotParam(lot.data), changesFen: cumulative, contractPriceFen: BigInt(contract.data.priceFen) },
    });
    work.result = { contractId: contract.id, changeSeq: changes.length, cumulativeAmount: cumulative.toString() };
  },
});
