import { z } from 'zod';
import { sha256Hex } from '../../contracts/reads.ts';
import { defineAct } from '../../platform/act.ts';
import type { Rec } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import { fillItems, incomplete, itemsInput, type Items } from '../notice/index.ts';
import { loadLot, lotParam, lotParties, type Lot } from '../project-intake/index.ts';

const input = z.strictObject({
  acceptanceResult: z.enum(['pass', 'fail']),
  acceptorIdNo: z.string().min(1).max(40),
  acceptanceReport: sha256Hex.describe('uploaded before'),
  items: itemsInput,
});

/** The contract's own record: its module comes later and is known here by its machine alone. */
type Contract = Rec<{ previousState?: string; contractNo?: string }>;
interface Facts { lot: Rec<Lot>; contracts: Contract[]; file: unknown }

/** 履约验收 (政府采购法 第41条): pass closes the performance, fail sets a time to mend. */
export const gprAccept = defineAct<z.infer<typeof input>, Facts>({
  id: 'gpr-accept', kind: 'act', subjectKind: 'lot', input,
  async load(read, cmd) {
    const lot = await loadLot(read, cmd.subject);
    return { lot, contracts: await read.list({ kind: 'contract', lotId: lot.id }), file: await read.blob(cmd.input.acceptanceReport, cmd.actor.entityId) };
  },
  parties: ({ lot }) => lotParties(lot),
  decide({ lot, contracts, file }, cmd, work) {
    const { acceptanceResult, acceptorIdNo, acceptanceReport } = cmd.input;
    work.move(lot.data.machine, lot, 'gpr-accept', { acceptanceResult });
    for (const contract of contracts) {
      if (work.canMove('contract', contract, 'gpr-accept', { acceptanceResult })) work.move('contract', contract, 'gpr-accept', { acceptanceResult });
    }
    if (!file) throw new Refusal('blob-missing', { field: 'acceptanceReport' });
    const contractId = lot.data.contract?.contractId;
    if (contractId === undefined) throw new Error(`lot ${lot.id} is contracted without a contract`);
    const { items, missing } = fillItems('gp-acceptance', acceptanceKnown(lot.data, { acceptanceResult: acceptanceResult === 'pass' ? '合格' : '不合格', acceptanceDate: work.now }), cmd.input.items);
    if (missing.length > 0) throw incomplete(missing);
    lot.data.acceptance = { contractId, result: acceptanceResult, acceptedAt: work.now, items };
    lot.data.acceptances = [...lot.data.acceptances ?? [], lot.data.acceptance];
    if (acceptanceResult === 'pass') lot.data.doneAt = work.now;
    work.knowGates(lot.id, lot.data.openGates);
    work.act('gpr-accept', {
      subject: lot.id, lotId: lot.id, public: { contractId, acceptanceResult, acceptedAt: work.now }, salted: { acceptorIdNo }, docs: { acceptanceReport },
      facts: { missingItems: missing, param: lotParam(lot.data) },
    });
    work.result = { contractId, acceptanceResult, state: lot.state };
  },
});

/** What the platform knows of 履约验收; `said` comes with the act. */
export function acceptanceKnown({ contract, award }: Lot, said: Items = {}): Items {
  return { contractCode: contract?.contractCode ?? contract?.contractId, supplierName: award?.winnerName, ...said };
}
