import { randomBytes, randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import type { SubscriptionFilter, SubscriptionInput } from '../../../contracts/subscriptions.ts';
import { withTransaction } from '../../../platform/db.ts';
import { Refusal } from '../../../platform/refusal.ts';

/** A reader's wish, as kept. Confirmed by whoever reads the mailbox; gone without a trace when ended. */
export interface Subscription {
  id: string; email: string; filter: SubscriptionFilter; frequency: SubscriptionInput['frequency']; language: SubscriptionInput['language'];
  token: string; confirmed: boolean; told: string;
}

/** Mails that ask for confirmation, to one address in a day; and what one address may hold. */
const askedADay = 3;
const heldMax = 20;

/**
 * Writes the wish down and asks its mailbox. Known or not, at its limit or not, the answer is the same: whoever asks learns nothing
 * of an address that is not theirs.
 */
export async function subscribe(db: Pool, { email, filter, frequency, language }: SubscriptionInput): Promise<void> {
  const address = email.toLowerCase();
  await withTransaction(db, async (client) => {
    await client.query('select pg_advisory_xact_lock(hashtextextended($1, 7))', [address]);
    const { rows: [held] } = await client.query<{ held: number; asked: number }>(
      `select count(*)::int as held, coalesce(sum(asked) filter (where asked_at > clock_timestamp() - interval '1 day'), 0)::int as asked from mail_subscription where email = $1`, [address]);
    if ((held?.held ?? 0) >= heldMax || (held?.asked ?? 0) >= askedADay) return;
    const { rows: [row] } = await client.query<{ id: string; confirmed: boolean }>(
      `insert into mail_subscription as s (id, email, filter, frequency, language, token, told)
       values ($1, $2, $3, $4, $5, $6, coalesce((select max(seq) from search_news), 0))
       on conflict (email, filter) do update set asked = case when s.asked_at > clock_timestamp() - interval '1 day' then s.asked + 1 else 1 end, asked_at = clock_timestamp(),
         frequency = case when s.confirmed_at is null then excluded.frequency else s.frequency end, language = case when s.confirmed_at is null then excluded.language else s.language end
       returning id, confirmed_at is not null as confirmed`, [randomUUID(), address, filter, frequency, language, randomBytes(24).toString('base64url')]);
    // who has it already is told what there is, and how to change it
    await client.query(`insert into outbox (topic, payload) values ('mail.confirm', jsonb_build_object('subscription', $1::text, 'nonce', $2::text))`, [row?.id, randomUUID()]);
  });
}

const COLUMNS = 'id, email, filter, frequency, language, token, confirmed_at is not null as confirmed, told::text';

export async function subscriptionById(db: Pick<Pool, 'query'>, id: string): Promise<Subscription | null> {
  const { rows } = await db.query<Subscription>(`select ${COLUMNS} from mail_subscription where id = $1`, [id]);
  return rows[0] ?? null;
}

export async function subscriptionByToken(db: Pick<Pool, 'query'>, token: string): Promise<Subscription | null> {
  const { rows } = await db.query<Subscription>(`select ${COLUMNS} from mail_subscription where token = $1`, [token]);
  return rows[0] ?? null;
}

/** From now on, and from what is new now. Pressed twice, it is confirmed. */
export async function confirmSubscription(db: Pool, token: string): Promise<Subscription> {
  await db.query(
    `update mail_subscription set confirmed_at = clock_timestamp(), told = coalesce((select max(seq) from search_news), 0),
       next_at = case frequency when 'daily' then ${NEXT_MORNING} else clock_timestamp() end
     where token = $1 and confirmed_at is null`, [token]);
  const subscription = await subscriptionByToken(db, token);
  if (!subscription) throw new Refusal('not-found');
  return subscription;
}

/** The row goes; an ended or unknown one has ended all the same, so that pressing twice is no fault. */
export async function endSubscription(db: Pool, token: string): Promise<void> {
  await db.query('delete from mail_subscription where token = $1', [token]);
}

/** The mailbox does not exist or will not have us: a wish that was never confirmed goes at once, another after three times. */
export async function mailboxRefused(db: Pool, id: string): Promise<void> {
  await db.query('update mail_subscription set refused = refused + 1 where id = $1', [id]);
  await db.query('delete from mail_subscription where id = $1 and (confirmed_at is null or refused >= 3)', [id]);
}

export async function mailboxTook(db: Pool, id: string): Promise<void> {
  await db.query('update mail_subscription set refused = 0 where id = $1 and refused > 0', [id]);
}

/** Eight o'clock (UTC+8) of the next day that has one. */
export const NEXT_MORNING = `(date_trunc('day', (clock_timestamp() at time zone '+08') - interval '8 hours') + interval '1 day 8 hours') at time zone '+08'`;
