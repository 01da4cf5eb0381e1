import { z } from 'zod';
import { defineAct } from '../../platform/act.ts';
import type { Rec } from '../../platform/records.ts';
import { lotParties, type Lot } from '../project-intake/index.ts';
import { withFile, sha256 } from './award-facts.ts';
import { loadContract } from './contract-facts.ts';
import type { Contract } from './ctr-sign.ts';

const input = z.strictObject({ settlementFile: z.string().regex(sha256).describe('the settlement and the end of the warranty, uploaded before') });

/** 合同完成: the price is settled and the warranty is over. */
export const doComplete = defineAct<z.infer<typeof input>, { lot: Rec<Lot>; contract: Rec<Contract> }>({
  id: 'do-complete', kind: 'step', subjectKind: 'lot', input,
  load: withFile(loadContract, 'settlementFile'),
  parties: ({ lot }) => lotParties(lot),
  decide({ lot, contract }, cmd, work) {
    work.move('contract', contract, 'do:complete');
    contract.data.completedAt = work.now;
    work.knowGates(lot.id, lot.data.openGates);
    work.step('do-complete', 'ctr-perform', { subject: lot.id, lotId: lot.id, public: { contractId: contract.id, at: work.now }, docs: { settlementFile: cmd.input.settlementFile } });
    work.result = { contractId: contract.id, state: contract.state };
  },
});
