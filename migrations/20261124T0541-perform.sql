-- perform's two statements. act_begin takes the locks, then reads the clock and the facts (each statement of a
-- volatile function sees what was committed before it, so facts are read after the lock). act_commit writes everything at once.

create function lock_key(p text) returns bigint language sql immutable as $$ select hashtextextended(p, 0) $$;

create function read_records(p jsonb) returns jsonb language sql stable as $$
  select coalesce(jsonb_agg(to_jsonb(r) - 'created_at' - 'updated_at' order by r.created_at, r.id), '[]'::jsonb)
  from record r
  where r.kind = p->>'kind'
    and (p->>'id' is null or r.id = (p->>'id')::uuid)
    and (p->>'lotId' is null or r.lot_id = (p->>'lotId')::uuid)
    and (p->>'ownerId' is null or r.owner_id = (p->>'ownerId')::uuid)
    and (p->>'key' is null or r.key = p->>'key')
$$;

create function act_begin(p_actor text, p_key uuid, p_shared text[], p_exclusive text[], p_reads jsonb)
returns jsonb language plpgsql volatile as $$
declare
  k text; v_now timestamptz; v_replay jsonb; v_reads jsonb := '[]'; r jsonb; v_due boolean := false;
begin
  foreach k in array p_shared loop perform pg_advisory_xact_lock_shared(lock_key(k)); end loop;
  foreach k in array p_exclusive loop perform pg_advisory_xact_lock(lock_key(k)); end loop;
  v_now := platform_now();
  if p_key is not null then
    select jsonb_build_object('bodyHash', body_hash, 'status', status, 'response', response) into v_replay
    from idempotency where actor = p_actor and key = p_key;
  end if;
  if v_replay is null then
    for r in select * from jsonb_array_elements(p_reads) loop
      if r->>'id' is not null then
        v_reads := v_reads || jsonb_build_array(coalesce((select jsonb_build_array(to_jsonb(x) - 'created_at' - 'updated_at')
          from record x where x.kind = r->>'kind' and x.id = (r->>'id')::uuid), '[]'::jsonb));
      elsif r->>'ownerId' is not null and r->>'lotId' is not null then
        v_reads := v_reads || jsonb_build_array((select coalesce(jsonb_agg(to_jsonb(x) - 'created_at' - 'updated_at' order by x.created_at, x.id), '[]'::jsonb)
          from record x where x.kind = r->>'kind' and x.owner_id = (r->>'ownerId')::uuid and x.lot_id = (r->>'lotId')::uuid));
      elsif r->>'lotId' is not null then
        v_reads := v_reads || jsonb_build_array((select coalesce(jsonb_agg(to_jsonb(x) - 'created_at' - 'updated_at' order by x.created_at, x.id), '[]'::jsonb)
          from record x where x.kind = r->>'kind' and x.lot_id = (r->>'lotId')::uuid));
      elsif r->>'key' is not null then
        v_reads := v_reads || jsonb_build_array((select coalesce(jsonb_agg(to_jsonb(x) - 'created_at' - 'updated_at'), '[]'::jsonb)
          from record x where x.kind = r->>'kind' and x.key = r->>'key'));
      else
        v_reads := v_reads || jsonb_build_array(read_records(r));
      end if;
    end loop;
    v_due := exists (select 1 from timer where done_at is null and due_at <= v_now
      and lot_id::text = any (p_shared || p_exclusive));
  end if;
  return jsonb_build_object('now', to_char(v_now at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'replay', v_replay, 'reads', v_reads, 'due', v_due);
end $$;

create function act_commit(p jsonb) returns void language plpgsql volatile as $$
declare v_now timestamptz := (p->>'now')::timestamptz; v_count int;
begin
  if jsonb_array_length(p->'records') > 0 then
    insert into record as t (kind, id, state, lot_id, owner_id, key, version, data, created_at, updated_at)
    select kind, id, state, lot_id, owner_id, key, version, data, v_now, v_now
    from jsonb_to_recordset(p->'records') as x(kind text, id uuid, state text, lot_id uuid, owner_id uuid, key text, version int, data jsonb)
    on conflict (kind, id) do update set state = excluded.state, lot_id = excluded.lot_id, owner_id = excluded.owner_id,
      key = excluded.key, version = excluded.version, data = excluded.data, updated_at = excluded.updated_at
    where t.version = excluded.version - 1;
    get diagnostics v_count = row_count;
    if v_count <> jsonb_array_length(p->'records') then raise exception 'version conflict' using errcode = '40001'; end if;
  end if;
  if jsonb_array_length(p->'leaves') > 0 then
    insert into leaf (id, subject, lot_id, kind, fp, gate, open, body, body_hash, secrets, recorded_at)
    select id, subject, lot_id, kind, fp, gate, gate is null, body, body_hash, secrets, v_now
    from jsonb_to_recordset(p->'leaves') as x(id uuid, subject text, lot_id uuid, kind text, fp text, gate text, body text, body_hash text, secrets jsonb);
  end if;
  if jsonb_array_length(p->'gates') > 0 then
    update leaf set open = true from jsonb_to_recordset(p->'gates') as g(lot_id uuid, gate text)
    where leaf.lot_id = g.lot_id and leaf.gate = g.gate and not leaf.open;
  end if;
  if jsonb_array_length(p->'timers') > 0 then
    insert into timer as t (event, subject_kind, subject_id, lot_id, due_at, done_at)
    select event, subject_kind, subject_id, lot_id, due_at, done_at
    from jsonb_to_recordset(p->'timers') as x(event text, subject_kind text, subject_id uuid, lot_id uuid, due_at timestamptz, done_at timestamptz)
    on conflict (subject_kind, subject_id, event) do update set due_at = excluded.due_at, done_at = excluded.done_at;
  end if;
  if jsonb_array_length(p->'outbox') > 0 then
    insert into outbox (topic, payload) select topic, payload from jsonb_to_recordset(p->'outbox') as x(topic text, payload jsonb);
  end if;
  if jsonb_array_length(p->'live') > 0 then
    insert into live_event (channel, seq, type, data, at)
    select x.channel, coalesce((select max(seq) from live_event e where e.channel = x.channel), 0)
      + row_number() over (partition by x.channel order by x.ord), x.type, x.data, v_now
    from (select e->>'channel' as channel, e->>'type' as type, e->'data' as data, ord
          from jsonb_array_elements(p->'live') with ordinality as a(e, ord)) x;
  end if;
  if p->'blobs' is not null and jsonb_array_length(p->'blobs') > 0 then
    update blob set public = true where sha256 in (select jsonb_array_elements_text(p->'blobs'));
  end if;
  if p->'idempotency' is not null and p->'idempotency' <> 'null'::jsonb then
    insert into idempotency (actor, key, body_hash, status, response)
    values (p->'idempotency'->>'actor', (p->'idempotency'->>'key')::uuid, p->'idempotency'->>'bodyHash',
      (p->'idempotency'->>'status')::int, p->'idempotency'->>'response');
  end if;
end $$;
