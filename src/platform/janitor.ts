import type { Pool } from './db.ts';

const everyMs = 10 * 60_000;

/** What has served its time: used up challenges, ended sessions, idempotency rows after 90 days, delivered messages after 30, subscriptions that nobody confirmed after one. */
const SWEEPS = [
  `delete from challenge where expires_at < clock_timestamp()`,
  `delete from session where expires_at < clock_timestamp() or seen_at < clock_timestamp() - interval '1 day'`,
  `delete from idempotency where at < clock_timestamp() - interval '90 days'`,
  `delete from outbox where done_at < clock_timestamp() - interval '30 days'`,
  `delete from mail_subscription where confirmed_at is null and created_at < clock_timestamp() - interval '1 day'`,
  `delete from search_news where at < clock_timestamp() - interval '7 days'`,
] as const;

/** `more`: what else its owners want swept (uploads given up). */
export function startJanitor(pool: Pool, failed: (error: unknown) => void, ...more: (() => Promise<unknown>)[]): () => void {
  const sweep = async (): Promise<void> => {
    for (const text of SWEEPS) await pool.query(text);
    for (const one of more) await one();
  };
  const timer = setInterval(() => { sweep().catch(failed); }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}
