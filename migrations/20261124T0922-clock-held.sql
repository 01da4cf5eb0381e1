-- Time never goes backward in the leaves, whatever the machine's clock does: no act begins before the highest instant that was
-- given out (p_floor, kept by the server), and while the clock is behind it, platform time stands there (held_at).
-- The machine's clock is read in this one place.
create function wall_clock() returns timestamptz language sql volatile as $$ select clock_timestamp() $$;

alter table clock add column held_at timestamptz;

create or replace function platform_now() returns timestamptz language sql volatile as $$
  select greatest(date_trunc('milliseconds', coalesce(frozen_at, wall_clock() + offset_ms * interval '1 millisecond')), held_at) from clock
$$;

drop function act_begin(text, uuid, text[], text[], jsonb);
create function act_begin(p_actor text, p_key uuid, p_shared text[], p_exclusive text[], p_reads jsonb, p_floor timestamptz)
returns text language plpgsql volatile as $$
declare
  k text; v_now timestamptz; v_replay text; v_reads text[] := '{}'; v_rows text; r record; v_due boolean := false;
begin
  foreach k in array p_shared loop perform pg_advisory_xact_lock_shared(hashtextextended(k, 0)); end loop;
  foreach k in array p_exclusive loop perform pg_advisory_xact_lock(hashtextextended(k, 0)); end loop;
  -- platform_now(), without a call
  select greatest(date_trunc('milliseconds', coalesce(frozen_at, wall_clock() + offset_ms * interval '1 millisecond')), held_at, p_floor) into v_now from clock;
  if p_key is not null then
    select json_build_object('bodyHash', body_hash, 'status', status, 'response', response)::text into v_replay
    from idempotency where actor = p_actor and key = p_key;
  end if;
  if v_replay is null then
    for r in select * from jsonb_to_recordset(p_reads) as x(kind text, id uuid, "lotId" uuid, "ownerId" uuid, key text) loop
      if r.id is not null then
        select json_build_object('kind', x.kind, 'id', x.id, 'state', x.state, 'lot_id', x.lot_id, 'owner_id', x.owner_id,
          'key', x.key, 'version', x.version, 'data', x.data)::text into v_rows from record x where x.kind = r.kind and x.id = r.id;
      elsif r."ownerId" is not null and r."lotId" is not null then
        select string_agg(json_build_object('kind', x.kind, 'id', x.id, 'state', x.state, 'lot_id', x.lot_id, 'owner_id', x.owner_id,
          'key', x.key, 'version', x.version, 'data', x.data)::text, ',' order by x.created_at, x.id) into v_rows
        from record x where x.kind = r.kind and x.owner_id = r."ownerId" and x.lot_id = r."lotId";
      elsif r."lotId" is not null then
        select string_agg(json_build_object('kind', x.kind, 'id', x.id, 'state', x.state, 'lot_id', x.lot_id, 'owner_id', x.owner_id,
          'key', x.key, 'version', x.version, 'data', x.data)::text, ',' order by x.created_at, x.id) into v_rows from record x where x.kind = r.kind and x.lot_id = r."lotId";
      elsif r.key is not null then
        select string_agg(json_build_object('kind', x.kind, 'id', x.id, 'state', x.state, 'lot_id', x.lot_id, 'owner_id', x.owner_id,
          'key', x.key, 'version', x.version, 'data', x.data)::text, ',' order by x.created_at, x.id) into v_rows from record x where x.kind = r.kind and x.key = r.key;
      else
        select string_agg(json_build_object('kind', x.kind, 'id', x.id, 'state', x.state, 'lot_id', x.lot_id, 'owner_id', x.owner_id,
          'key', x.key, 'version', x.version, 'data', x.data)::text, ',' order by x.created_at, x.id) into v_rows
        from record x where x.kind = r.kind and (r."ownerId" is null or x.owner_id = r."ownerId");
      end if;
      v_reads := v_reads || ('[' || coalesce(v_rows, '') || ']');
    end loop;
    v_due := exists (select 1 from timer where done_at is null and due_at <= v_now and lot_id::text = any (p_shared || p_exclusive));
  end if;
  return '{"now":"' || to_char(v_now at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || '","replay":' || coalesce(v_replay, 'null')
    || ',"due":' || v_due || ',"reads":[' || array_to_string(v_reads, ',') || ']}';
end $$;
