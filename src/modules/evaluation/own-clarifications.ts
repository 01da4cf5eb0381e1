import type { Pool } from 'pg';
import type { OwnClarificationsRead } from '../../contracts/reads.ts';
import type { Actor } from '../../platform/act.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Clarification } from './model.ts';

/**
 * GET /lots/{id}/clarifications/mine: what the committee has asked of the reader's own bids, and what it answered. Who asked is
 * not told; a lot without such a question, or without such a lot, gives the same empty list.
 */
export async function ownClarifications(db: Pool, actor: Actor | null, lotId: string): Promise<OwnClarificationsRead> {
  if (!actor) throw new Refusal('not-signed-in');
  if (actor.entityId === null) throw new Refusal('forbidden');
  const { rows } = await db.query<{ bid_id: string; bid_seq: number; asked: Clarification }>(
    `select b.id as bid_id, (b.data->>'bidSeq')::int as bid_seq, c.asked
     from record e cross join lateral jsonb_array_elements(e.data->'clarifications') as c(asked)
     join record b on b.kind = 'bid' and b.lot_id = e.lot_id and b.owner_id = $2 and b.id::text = c.asked->>'bidId'
     where e.kind = 'evaluation' and e.lot_id = $1 order by e.created_at, (c.asked->>'seq')::int limit 100`, [lotId, actor.entityId]);
  const items = rows.map(({ bid_id: bidId, bid_seq: bidSeq, asked: { seq, askedAt, dueAt, question, answeredAt, answer } }) => ({
    bidId, bidSeq, questionSeq: seq, askedAt, dueAt, question, ...(answeredAt === undefined ? {} : { answeredAt }), ...(answer === undefined ? {} : { answer }),
  }));
  return { items, nextCursor: null };
}
