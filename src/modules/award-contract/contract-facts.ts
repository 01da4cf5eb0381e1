import type { Cmd } from '../../platform/act.ts';
import { authorise } from '../../platform/authorise.ts';
import type { Reader, Rec } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import { loadLot, lotParties, type Lot } from '../project-intake/index.ts';
import type { Contract } from './ctr-sign.ts';

/** The lot and its contract. Who may not act is told nothing of what else is wrong. */
export async function loadContract(read: Reader, cmd: Pick<Cmd<unknown>, 'subject' | 'id' | 'actor'>): Promise<{ lot: Rec<Lot>; contract: Rec<Contract> }> {
  const lot = await loadLot(read, cmd.subject);
  authorise(cmd.id, cmd.actor, lotParties(lot));
  const contract = (await read.list<Contract>({ kind: 'contract', lotId: lot.id })).at(-1);
  if (!contract) throw new Refusal('state', { rule: 'state', zh: '尚未签订合同', en: 'There is no contract yet' });
  return { lot, contract };
}
