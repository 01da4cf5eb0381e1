import { z } from 'zod';
import { defineAct } from '../../platform/act.ts';
import type { Rec } from '../../platform/records.ts';
import { lotParties, type Lot } from '../project-intake/index.ts';
import { withFile, sha256 } from './award-facts.ts';
import type { Contract } from './ctr-sign.ts';
import { loadContract } from './contract-facts.ts';

const input = z.strictObject({
  causeCode: z.enum(['agreed', 'force-majeure', 'breach', 'public-interest']),
  evidenceFile: z.string().regex(sha256).describe('the agreement or notice of termination, uploaded before'),
});

/** 解除合同 (民法典 第562、563条; 政府采购法 第50条): in procurement the performance is over with it, and the papers can be filed. */
export const doEndContract = defineAct<z.infer<typeof input>, { lot: Rec<Lot>; contract: Rec<Contract> }>({
  id: 'do-end-contract', kind: 'step', subjectKind: 'lot', input,
  load: withFile(loadContract, 'evidenceFile'),
  parties: ({ lot }) => lotParties(lot),
  decide({ lot, contract }, cmd, work) {
    const { causeCode, evidenceFile } = cmd.input;
    // a tender's lot is over with its contract and does not move
    if (lot.data.machine === 'gp-lot' || lot.data.machine === 'framework-order') {
      work.move(lot.data.machine, lot, 'do:end-contract');
      lot.data.doneAt = work.now;
    }
    work.move('contract', contract, 'do:end-contract');
    contract.data.ended = { causeCode, at: work.now };
    work.knowGates(lot.id, lot.data.openGates);
    work.step('do-end-contract', 'ctr-perform', { subject: lot.id, lotId: lot.id, public: { contractId: contract.id, causeCode, at: work.now }, docs: { evidenceFile } });
    work.result = { contractId: contract.id, state: lot.state };
  },
});
