import { z } from 'zod';
import { defineAct } from '../../platform/act.ts';
import { bidParties, bidReads, deadlineOf, loadBidFacts, ownBid, type BidFacts } from './bid-facts.ts';

const hardware = z.string().min(1).max(200).nullable().default(null);
const input = z.strictObject({
  bidId: z.uuid(),
  clientKind: z.enum(['browser', 'desktop', 'cli']),
  macAddress: hardware, cpuId: hardware, diskSerial: hardware, toolLockNo: hardware,
  fileMetadata: z.string().regex(/^[0-9a-f]{64}$/).describe('digest of the metadata of the sealed files'),
});

/** 投标环境特征登记: rests on the bidder's consent in the platform terms; a browser gives only what it can read (lifecycle §0.5). */
export const bidFingerprint = defineAct<z.infer<typeof input>, BidFacts>({
  id: 'bid-fingerprint', kind: 'act', subjectKind: 'lot', input, lock: 'shared', reads: bidReads, load: loadBidFacts, parties: bidParties,
  decide(facts, cmd, work) {
    const { lot } = facts;
    const { clientKind, macAddress, cpuId, diskSerial, toolLockNo, fileMetadata } = cmd.input;
    const bid = ownBid(facts, cmd.input.bidId);
    work.move('bid', bid, 'bid-fingerprint');
    bid.data.fingerprint = { clientKind, collectedAt: work.now };
    work.knowGates(lot.id, lot.data.openGates);
    work.act('bid-fingerprint', {
      subject: lot.id, lotId: lot.id,
      public: { lotId: lot.id, bidSeq: bid.data.bidSeq, collectedAt: work.now, clientKind },
      salted: { macAddress, cpuId, diskSerial, ipAddress: cmd.ip, toolLockNo },
      docs: { fileMetadata },
      facts: { bidDeadline: deadlineOf(lot, work.nowMs) },
    });
    work.result = { bidId: bid.id };
  },
});
