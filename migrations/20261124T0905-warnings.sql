-- A warning that is raised again is the same warning: it counts, tells the newest facts, and is open again if it was dealt with.
create function raise_warnings(p jsonb) returns void language plpgsql volatile as $$
begin
  if coalesce(jsonb_array_length(p->'warnings'), 0) = 0 then return; end if;
  insert into record as t (kind, id, state, lot_id, owner_id, key, version, data, created_at, updated_at)
  select 'warning', id, 'raised', lot_id, null, key, 1, data, (p->>'now')::timestamptz, (p->>'now')::timestamptz
  from jsonb_to_recordset(p->'warnings') as x(id uuid, lot_id uuid, key text, data jsonb) order by key
  on conflict (kind, key) where key is not null do update set state = 'raised', version = t.version + 1, updated_at = excluded.updated_at,
    data = (t.data - 'gate') || excluded.data || jsonb_build_object('times', coalesce((t.data->>'times')::int, 1) + 1, 'firstAt', coalesce(t.data->>'firstAt', t.data->>'at'));
end $$;
-- the desk of a post reads the newest first
create index record_warning on record (updated_at desc, id desc) where kind = 'warning';
