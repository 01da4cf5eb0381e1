import type { Pool } from 'pg';
import { Refusal } from './refusal.ts';

export interface ClockState { offsetMs: number; frozenAt: number | null }

/**
 * The platform clock as this process knows it; the database's `platform_now()` is the judge inside acts, this copy serves
 * reads and certificate checks. Only demo mode moves it: forward only, under a lease (one runner at a time). A lease is short and
 * renewed while its runner lives, so that one that was killed stands in nobody's way for long; one that ran out is still its
 * holder's while nobody else has taken the clock (a runner may outlive a restart of the server).
 */
export interface PlatformClock {
  now(): number;
  iso(): string;
  state(): ClockState;
  lease(holder: string): Promise<{ lease: string; until: string }>;
  release(lease: string): Promise<void>;
  move(lease: string, change: { to?: number; freeze?: boolean }): Promise<ClockState>;
}

export const leaseMs = 15_000;

/** `floor`: the highest instant that was given out to anybody. */
export async function openClock(pool: Pool, demo: boolean, newLease: () => string, floor: () => number = () => 0): Promise<PlatformClock> {
  let state = await readState(pool);
  let shown = 0;
  const running = (): number => (shown = Math.max(shown, Date.now() + state.offsetMs));
  // what was shown once is never taken back
  const now = (): number => Math.max(state.frozenAt ?? running(), floor());
  return {
    now,
    iso: () => new Date(now()).toISOString(),
    state: () => state,
    async lease(holder) {
      if (!demo) throw new Refusal('not-live-mode');
      const lease = newLease();
      const { rows } = await pool.query<{ until: string }>(
        `update clock set lease = $1, lease_holder = $2, lease_until = ${LEASE_END} where lease is null or lease_until < clock_timestamp() returning lease_until as until`, [lease, holder]);
      if (!rows[0]) throw new Refusal('clock-leased');
      return { lease, until: rows[0].until };
    },
    async release(lease) {
      await pool.query('update clock set lease = null, lease_until = null where lease = $1', [lease]);
    },
    async move(lease, change) {
      if (!demo) throw new Refusal('not-live-mode');
      if (change.to === undefined && change.freeze === undefined) await renew(pool, lease);
      else await moveRow(pool, lease, change);
      state = await readState(pool);
      return state;
    },
  };
}

const LEASE_END = `clock_timestamp() + interval '${leaseMs} milliseconds'`;

async function renew(pool: Pool, lease: string): Promise<void> {
  const { rowCount } = await pool.query(`update clock set lease_until = ${LEASE_END} where lease = $1`, [lease]);
  if (rowCount === 0) throw new Refusal('clock-leased');
}

async function moveRow(pool: Pool, lease: string, change: { to?: number; freeze?: boolean }): Promise<void> {
  const to = change.to === undefined ? null : new Date(change.to).toISOString();
  // one statement: the lease is kept, time never goes back, a frozen clock keeps its instant unless told another
  const { rows } = await pool.query<{ held: boolean; backward: boolean }>(`
    with held as (select * from clock where lease = $1 for update),
    target as (select coalesce($2::timestamptz, platform_now()) as at, coalesce($3::boolean, frozen_at is not null) as freeze from held),
    moved as (
      update clock set
        frozen_at = case when t.freeze then t.at end,
        offset_ms = ceil(extract(epoch from t.at - wall_clock()) * 1000),
        lease_until = ${LEASE_END}
      from target t where t.at >= platform_now() - interval '5 milliseconds' returning 1)
    select exists (select 1 from held) as held, not exists (select 1 from moved) as backward`, [lease, to, change.freeze ?? null]);
  if (!rows[0]?.held) throw new Refusal('clock-leased');
  if (rows[0].backward) throw new Refusal('clock-backward', { field: 'to' });
}

async function readState(pool: Pool): Promise<ClockState> {
  const { rows } = await pool.query<{ offset: string; frozen: string | null }>('select offset_ms::text as offset, frozen_at as frozen from clock');
  const row = rows[0];
  if (!row) throw new Error('the clock row is missing');
  return { offsetMs: Number(row.offset), frozenAt: row.frozen === null ? null : Date.parse(row.frozen) };
}
