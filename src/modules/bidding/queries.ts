import type { Pool } from 'pg';
import type { Actor } from '../../platform/act.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Bid } from './model.ts';

export interface OwnBid { bidId: string; bidSeq: number; state: string; encryptedAt: string; submittedAt?: string; receiptNo?: string; cipherSha256: string; size: number }

/** A bidder's own bids of a lot, and nobody else's. */
export async function ownBids(db: Pool, actor: Actor | null, lotId: string): Promise<{ items: OwnBid[]; nextCursor: null }> {
  if (!actor) throw new Refusal('not-signed-in');
  if (actor.entityId === null) throw new Refusal('forbidden');
  const { rows } = await db.query<{ id: string; state: string; data: Bid }>(
    `select id, state, data from record where kind = 'bid' and lot_id = $1 and owner_id = $2 order by created_at limit 100`, [lotId, actor.entityId]);
  return { items: rows.map(ownBid), nextCursor: null };
}

function ownBid({ id, state, data }: { id: string; state: string; data: Bid }): OwnBid {
  const { bidSeq, encryptedAt, submittedAt, receiptNo, cipherSha256, cipherSize } = data;
  return { bidId: id, bidSeq, state, encryptedAt, ...(submittedAt ? { submittedAt } : {}), ...(receiptNo ? { receiptNo } : {}), cipherSha256, size: cipherSize };
}
