import type { World } from '../support/world.ts';

/** All that an act may change. What a refusal leaves (its leaf and the warning of it) and what comes with time alone is not counted. */
export async function stateOf(world: World): Promise<string> {
  const { rows } = await world.pool.query<Record<string, unknown>>(`select
    (select coalesce(jsonb_object_agg(kind, hash), '{}') from (
      select kind, md5(string_agg(md5(id || state || version || coalesce(key, '') || data::text), ',' order by id)) as hash from record where kind <> 'warning' group by kind) as r) as records,
    (select coalesce(md5(string_agg(id::text || open || coalesce(gate, ''), ',' order by ordinal)), '') from leaf where kind not in ('refusal', 'batch') and fp not in ('liv-guest', 'gov-guest-checks')) as leaves,
    (select count(*)::int from idempotency) as idempotency,
    (select count(*) filter (where public)::int from blob) as public_blobs,
    (select coalesce(md5(string_agg(event || subject_id || due_at || (done_at is null), ',' order by id)), '') from timer) as timers,
    (select count(*)::int from live_event) as live`);
  return JSON.stringify(rows[0]);
}
