import type { Pool } from 'pg';
import { withTransaction } from '../../../platform/db.ts';
import { askOf, RANGES, rangesOf } from '../search/asked.ts';
import type { StoredItem } from '../search/documents.ts';
import { NEXT_MORNING, type Subscription } from './desk.ts';

/** Mails of one subscription leave no closer than this: what comes meanwhile comes together. */
const pauseMs = 5 * 60_000;
export const entriesMax = 40;
const aRound = 200;

/**
 * Looks who wants what is new, and puts a message into the outbox for each: from where they were told to where the news are now.
 * Message and mark are written together, so nothing is told twice or left out by a stop between the two. Answers whether there may be more.
 */
export async function tellNews(db: Pool, pause: number = pauseMs): Promise<boolean> {
  const { rows: [news] } = await db.query<{ last: string }>('select coalesce(max(seq), 0)::text as last from search_news');
  const to = news?.last ?? '0';
  if (to === '0') return false;
  const { rows } = await db.query<Subscription & { from: string }>(
    `select id, filter, frequency, told::text as "from" from mail_subscription where confirmed_at is not null and next_at <= clock_timestamp() and told < $1 order by next_at limit ${aRound}`, [to]);
  for (const one of rows) {
    const any = (await newsFor(db, one, { from: one.from, to }, 1)).length > 0;
    await withTransaction(db, async (client) => {
      const { rowCount } = await client.query(
        `update mail_subscription set told = $3, next_at = case when not $4 then next_at when frequency = 'daily' then ${NEXT_MORNING} else clock_timestamp() + $5 * interval '1 millisecond' end
         where id = $1 and told = $2`, [one.id, one.from, to, any, pause]);
      if (any && rowCount === 1) await client.query(`insert into outbox (topic, payload) values ('mail.news', jsonb_build_object('subscription', $1::text, 'from', $2::text, 'to', $3::text))`, [one.id, one.from, to]);
    });
  }
  return rows.length === aRound;
}

/** Documents that came in between and fit, as they are now: what has gone from the portal meanwhile is not told. */
export async function newsFor(db: Pick<Pool, 'query'>, { filter }: Pick<Subscription, 'filter'>, { from, to }: { from: string; to: string }, limit: number): Promise<StoredItem[]> {
  const asked = askOf(filter);
  if (!asked) return [];
  const { rows } = await db.query<{ item: StoredItem }>(
    `select item from (select document, max(seq) as seq from search_news where seq > $7 and seq <= $8 group by document) news join search_document on id = document
     where ($1::tsquery is null or words @@ $1::tsquery) and ${RANGES} order by published_at desc, id desc limit $9`, [asked.all, ...rangesOf(asked, null), from, to, limit]);
  return rows.map(({ item }) => item);
}
