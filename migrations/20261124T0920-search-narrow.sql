-- The search on half a million notices: what is counted and sorted stands in narrow rows, the words and the item beside them in
-- the side table. Facets are one number (the cell). Everything here is made again from the records, as the last line asks.
drop trigger search_added on search_document;
drop trigger search_changed on search_document;
drop trigger search_taken on search_document;
drop function search_counted();
drop function search_counted_added();
drop function search_counted_taken();
drop table search_count;
drop index search_published, search_deadline, search_amount;
truncate search_document;

-- One row for each combination of facets, and how many documents have it: the counts beside the filters when no word is asked for.
create table search_cell (
  cell integer generated always as identity primary key,
  type text not null check (type in ('lot', 'notice', 'result')),
  category text not null, region text not null, industry text not null, stage text not null, kind text not null,
  n bigint not null default 0,
  unique (type, category, region, industry, stage, kind)
);
-- How many documents were published in each week since 1970. A row's week is a lexeme among its words, so the word index itself
-- can look at the newest only.
create table search_week (week integer primary key, n bigint not null);

alter table search_document
  drop column type, drop column category, drop column region, drop column industry, drop column stage, drop column kind,
  add column no bigint generated always as identity unique,
  add column cell integer not null references search_cell,
  alter column words set storage external,
  set (toast_tuple_target = 128);
create index search_published on search_document (published_at desc, no desc) include (cell);
create index search_of_cell on search_document (cell, published_at desc, no desc);
create index search_amount on search_document (coalesce(amount, -1) desc, no desc);
create index search_deadline on search_document (deadline, no) where deadline is not null;

create function search_week_of(at timestamptz) returns integer language sql immutable as $$ select floor(extract(epoch from at) / 604800)::integer $$;

create function search_counted() returns trigger language plpgsql as $$
declare v_cells integer[] := '{}'; v_weeks integer[] := '{}'; v_signs integer[] := '{}'; v_old integer := 0;
begin
  if tg_op <> 'INSERT' then
    select coalesce(array_agg(cell), '{}'), coalesce(array_agg(search_week_of(published_at)), '{}'), count(*) into v_cells, v_weeks, v_old from taken;
  end if;
  v_signs := array_fill(-1, array[v_old]);
  if tg_op <> 'DELETE' then
    select v_cells || coalesce(array_agg(cell), '{}'), v_weeks || coalesce(array_agg(search_week_of(published_at)), '{}'), v_signs || coalesce(array_agg(1), '{}')
      into v_cells, v_weeks, v_signs from added;
  end if;
  -- in one order, so that no two wait for each other
  perform 1 from search_cell where cell = any (v_cells) order by cell for update;
  update search_cell c set n = c.n + t.by from (select cell, sum(sign) as by from unnest(v_cells, v_signs) as u (cell, sign) group by cell having sum(sign) <> 0) t where c.cell = t.cell;
  insert into search_week (week, n) select week, sum(sign) from unnest(v_weeks, v_signs) as u (week, sign) group by week having sum(sign) <> 0 order by week
  on conflict (week) do update set n = search_week.n + excluded.n;
  return null;
end $$;
create trigger search_added after insert on search_document referencing new table as added for each statement execute function search_counted();
create trigger search_changed after update on search_document referencing old table as taken new table as added for each statement execute function search_counted();
create trigger search_taken after delete on search_document referencing old table as taken for each statement execute function search_counted();

insert into outbox (topic, payload) select 'lot-changed', jsonb_build_object('lot', id) from record where kind = 'lot';
