import type { Pool } from 'pg';
import type { Actor } from '../../platform/act.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Bid } from './model.ts';

export interface OwnBid {
  bidId: string; bidSeq: number; bidderName: string; state: string; encryptedAt: string; submittedAt?: string; receiptNo?: string; receiptLeafId?: string; cipherSha256: string; size: number;
  objection?: { at: string; text: string; answer?: { at: string; role: string; text: string } };
  /** why the purchaser has found the supplier not qualified (财政部令第87号 第44条): told to nobody else before the result */
  unqualified?: { reason: string; at: string };
  /** when its bidder signed in to the opening */
  checkedInAt?: string;
}

/** A bid that another hands in for a consortium the reader has signed to be in: what it signed, and what became of it. */
export interface JointBid { bidSeq: number; name: string; leadName: string; state: string; submittedAt?: string; receiptNo?: string; members: { name: string; sharePercent: string; work: string }[] }

/** A bidder's own bids of a lot and those of a consortium it is in, and nobody else's. */
export async function ownBids(db: Pool, actor: Actor | null, lotId: string): Promise<{ items: OwnBid[]; nextCursor: null; joint: JointBid[] }> {
  if (!actor) throw new Refusal('not-signed-in');
  if (actor.entityId === null) throw new Refusal('forbidden');
  const { rows } = await db.query<Row>(
    `select b.id, b.state, b.data, (select l.id from leaf l where l.subject = $1::text and l.fp = 'bid-receipt' and l.body::jsonb->'public'->>'receiptNo' = b.data->>'receiptNo') as receipt_leaf,
       (select c.data->>'at' from record c join record l on l.kind = 'lot' and l.id = $1::uuid where c.kind = 'checkin' and c.lot_id = l.id and c.key = 'checkin/' || (l.data->>'openingId') || '/' || $2::text) as checked_in
     from record b where b.kind = 'bid' and b.lot_id = $1::uuid and b.owner_id = $2::uuid order by b.created_at limit 100`, [lotId, actor.entityId]);
  const joint = await db.query<Pick<Row, 'state' | 'data'>>(
    `select b.state, b.data from record s join record b on b.kind = 'bid' and b.id::text = s.data->>'bidId' and b.owner_id <> $2
     where s.kind = 'bid-side' and s.lot_id = $1::uuid and s.owner_id = $2 and s.state = 'live' limit 10`, [lotId, actor.entityId]);
  return { items: rows.map(ownBid), nextCursor: null, joint: joint.rows.flatMap(jointBid) };
}

function jointBid({ state, data: { bidSeq, submittedAt, receiptNo, consortium } }: Pick<Row, 'state' | 'data'>): JointBid[] {
  if (!consortium) return [];
  const members = consortium.members.map(({ name, sharePercent, work }) => ({ name, sharePercent, work }));
  return [{ bidSeq, name: consortium.name, leadName: members[0]?.name ?? '', state, ...(submittedAt ? { submittedAt } : {}), ...(receiptNo ? { receiptNo } : {}), members }];
}

interface Row { id: string; state: string; data: Bid; receipt_leaf: string | null; checked_in: string | null }

function ownBid({ id, state, data, receipt_leaf: receiptLeafId, checked_in: checkedInAt }: Row): OwnBid {
  const { bidSeq, bidderName, encryptedAt, submittedAt, receiptNo, cipherSha256, cipherSize, confirmed, unqualified } = data;
  const { dispute, at, answer } = confirmed ?? {};
  return {
    bidId: id, bidSeq, bidderName, state, encryptedAt, ...(submittedAt ? { submittedAt } : {}), ...(receiptNo ? { receiptNo } : {}), ...(receiptLeafId ? { receiptLeafId } : {}), cipherSha256, size: cipherSize,
    ...(dispute && at ? { objection: { at, text: dispute, ...(answer ? { answer } : {}) } } : {}), ...(unqualified ? { unqualified } : {}), ...(checkedInAt ? { checkedInAt } : {}),
  };
}
