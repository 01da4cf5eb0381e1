import type { Pool } from 'pg';
import type { QuestionsRead } from '../../contracts/document-reads.ts';
import type { Actor } from '../../platform/act.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Question } from './question.ts';

/**
 * GET /lots/{id}/questions: to the tenderer and its agency all of them, without those who asked and in an order that does not
 * part one bidder's from another's; to a bidder its own. Nobody else is told that there are any.
 */
export async function questionsRead(db: Pool, { actor }: { actor: Actor | null; now: string }, { id }: { id: string }): Promise<QuestionsRead> {
  if (actor === null || actor.entityId === null) throw new Refusal(actor === null ? 'not-signed-in' : 'not-found');
  const { rows } = await db.query<{ id: string; state: string; own: boolean; data: Question }>(
    `select q.id, q.state, q.data, q.owner_id = $2 as own from record q join record l on l.kind = 'lot' and l.id = q.lot_id
     where q.kind = 'question' and q.lot_id = $1 and (q.owner_id = $2 or l.owner_id = $2 or l.data->>'agencyId' = $2::text)
     order by q.data->>'askedAt', q.id limit 1000`, [id, actor.entityId]);
  return {
    items: rows.map(({ id: questionId, state, own, data }) => ({
      questionId, kind: data.kind, text: data.text, askedAt: data.askedAt, timely: data.timely, state: state === 'answered' ? 'answered' : 'open',
      ...(data.answeredBy === undefined ? {} : { clarificationSeq: data.answeredBy }), ...(data.answer === undefined ? {} : { answer: data.answer }), ...(own ? { questionSeq: data.questionSeq } : {}),
    })), nextCursor: null,
  };
}
