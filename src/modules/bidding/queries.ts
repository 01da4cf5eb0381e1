import type { Pool } from 'pg';
import type { Actor } from '../../platform/act.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Bid } from './model.ts';

export interface OwnBid {
  bidId: string; bidSeq: number; bidderName: string; state: string; encryptedAt: string; submittedAt?: string; receiptNo?: string; receiptLeafId?: string; cipherSha256: string; size: number;
  objection?: { at: string; text: string; answer?: { at: string; role: string; text: string } };
}

/** A bidder's own bids of a lot, and nobody else's. */
export async function ownBids(db: Pool, actor: Actor | null, lotId: string): Promise<{ items: OwnBid[]; nextCursor: null }> {
  if (!actor) throw new Refusal('not-signed-in');
  if (actor.entityId === null) throw new Refusal('forbidden');
  const { rows } = await db.query<Row>(
    `select b.id, b.state, b.data, (select l.id from leaf l where l.subject = $1::text and l.fp = 'bid-receipt' and l.body::jsonb->'public'->>'receiptNo' = b.data->>'receiptNo') as receipt_leaf
     from record b where b.kind = 'bid' and b.lot_id = $1::uuid and b.owner_id = $2 order by b.created_at limit 100`, [lotId, actor.entityId]);
  return { items: rows.map(ownBid), nextCursor: null };
}

interface Row { id: string; state: string; data: Bid; receipt_leaf: string | null }

function ownBid({ id, state, data, receipt_leaf: receiptLeafId }: Row): OwnBid {
  const { bidSeq, bidderName, encryptedAt, submittedAt, receiptNo, cipherSha256, cipherSize, confirmed } = data;
  const { dispute, at, answer } = confirmed ?? {};
  return {
    bidId: id, bidSeq, bidderName, state, encryptedAt, ...(submittedAt ? { submittedAt } : {}), ...(receiptNo ? { receiptNo } : {}), ...(receiptLeafId ? { receiptLeafId } : {}), cipherSha256, size: cipherSize,
    ...(dispute && at ? { objection: { at, text: dispute, ...(answer ? { answer } : {}) } } : {}),
  };
}
