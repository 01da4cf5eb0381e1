import { z } from 'zod';
import { defineAct } from '../../platform/act.ts';
import { authorise } from '../../platform/authorise.ts';
import { Refusal } from '../../platform/refusal.ts';
import { randomSeq } from './bid-encrypt.ts';
import { bidParties, bidReads, deadlineOf, loadBidFacts, ownBid, requireAdmitted, type BidFacts } from './bid-facts.ts';
import { consortiumInput, consortiumName, consortiumOf, loadConsortium, type ConsortiumFacts } from './consortium.ts';

const input = z.strictObject({ bidId: z.uuid().describe('the own bid, sealed and not handed in yet'), ...consortiumInput.shape });

/**
 * 联合体协议备案: ties a sealed bid to those who bid together, before it is handed in. A new version of the bid files anew. From
 * here on the bid goes by the consortium's name; who is in it stays unknown until the deadline.
 */
export const bidConsortium = (deployment: string) => defineAct<z.infer<typeof input>, BidFacts & ConsortiumFacts>({
  id: 'bid-consortium', kind: 'act', subjectKind: 'lot', input, lock: 'shared', reads: bidReads,
  async load(read, cmd, prefetched) {
    const facts = await loadBidFacts(read, cmd, prefetched);
    authorise(cmd.id, cmd.actor, bidParties(facts, cmd));
    requireAdmitted(facts);
    return { ...facts, ...(await loadConsortium(read, cmd, { deployment, filed: cmd.input })) };
  },
  parties: bidParties,
  decide(facts, cmd, work) {
    const { lot, admission } = facts;
    const { bidId, ...filed } = cmd.input;
    const bid = ownBid(facts, bidId);
    work.move('bid', bid, 'bid-consortium');
    const members = consortiumOf(lot.data, filed, facts, { entityId: bid.data.bidderId, name: cmd.actor.name });
    requireSameMembers(admission.members, members.map(({ entityId }) => entityId), lot.data.prequal !== undefined);
    const consortiumSeq = randomSeq(work.uuid());
    const name = consortiumName(members);
    bid.data.consortium = { consortiumSeq, name, agreementFile: filed.agreementFile, members, filedAt: work.now };
    bid.data.bidderName = name;
    work.knowGates(lot.id, lot.data.openGates);
    work.act('bid-consortium', {
      subject: lot.id, lotId: lot.id,
      public: { lotId: lot.id, consortiumSeq, memberCount: members.length, filedAt: work.now },
      salted: { memberIds: members.map(({ entityId }) => entityId), consortiumName: name },
      docs: { agreementFile: filed.agreementFile },
      facts: { bidDeadline: deadlineOf(lot, work.nowMs) },
    });
    work.result = { bidId: bid.id, consortiumSeq, name, memberCount: members.length };
  },
});

/** 实施条例 第37条: who was prequalified together bids together; a member more, fewer or another makes it another bidder. */
export function requireSameMembers(prequalified: readonly string[] | null, now: readonly string[], afterPrequalification: boolean): void {
  if (!afterPrequalification) return;
  const before = prequalified ?? now.slice(0, 1);
  if (before.length !== now.length || !before.every((id) => now.includes(id))) throw new Refusal('consortium-changed', { field: 'members' });
}
