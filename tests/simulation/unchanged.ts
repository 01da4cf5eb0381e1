import type { World } from '../support/world.ts';

/** Leaves of guests' visits and checks come by the wall's clock, once a minute, whoever acts. */
const MINUTES = ['liv-guest', 'gov-guest-checks'];

/** All that an act may change. What a refusal leaves (its leaf and the warning of it) is not counted. */
export interface State { text: string; minutes: number }

export function same(before: State, after: State): boolean { return before.text === after.text || before.minutes !== after.minutes; }

export async function stateOf(world: World): Promise<State> {
  const { rows } = await world.pool.query<Record<string, unknown> & { minutes: number }>(`select
    (select count(*)::int from leaf where fp = any ($1)) as minutes,
    (select coalesce(jsonb_object_agg(kind, hash), '{}') from (
      select kind, md5(string_agg(md5(id || state || version || coalesce(key, '') || data::text), ',' order by id)) as hash from record where kind <> 'warning' group by kind) as r) as records,
    (select coalesce(md5(string_agg(id::text || open || coalesce(gate, ''), ',' order by ordinal)), '') from leaf where kind not in ('refusal', 'batch') and not fp = any ($1)) as leaves,
    (select count(*)::int from idempotency) as idempotency,
    (select count(*) filter (where public)::int from blob) as public_blobs,
    (select coalesce(md5(string_agg(event || subject_id || due_at || (done_at is null), ',' order by id)), '') from timer) as timers,
    (select count(*)::int from live_event) as live`, [MINUTES]);
  // counted in the same look, or one that comes between two looks would pass for a change
  const { minutes, ...all } = rows[0] ?? { minutes: 0 };
  return { text: JSON.stringify(all), minutes };
}

/** How many of them there are: where one has come in between, two looks cannot be compared. */
export async function minutesOf(world: World): Promise<number> {
  const { rows } = await world.pool.query<{ n: number }>('select count(*)::int as n from leaf where fp = any ($1)', [MINUTES]);
  return rows[0]?.n ?? 0;
}
