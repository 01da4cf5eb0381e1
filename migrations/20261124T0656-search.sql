-- What the portal searches: one row for each public lot, notice and result. Everything in it can be made again from the
-- records. `words` holds the words of the text and, as lexemes like `region=3301`, the facets, so that one GIN index
-- answers a text with any filters.
create table search_document (
  id text primary key,
  lot_id uuid not null,
  type text not null check (type in ('lot', 'notice', 'result')),
  category text not null,
  region text not null,
  industry text not null,
  stage text not null,
  kind text not null,
  amount bigint,
  published_at timestamptz not null,
  deadline timestamptz,
  words tsvector not null,
  item jsonb not null
);
-- a row's words stay beside it: reading the newest rows must not fetch each from the side table
alter table search_document set (toast_tuple_target = 8000);
alter table search_document alter column words set statistics 500;
create index search_words on search_document using gin (words) with (fastupdate = off);
create index search_published on search_document (published_at desc, id desc);
create index search_deadline on search_document (deadline, id) where deadline is not null;
create index search_amount on search_document (coalesce(amount, -1) desc, id desc);
create index search_lot on search_document (lot_id);

-- How many documents there are of each kind: the counts beside the filters when no word is asked for.
create table search_count (
  type text not null, category text not null, region text not null, industry text not null, stage text not null, kind text not null,
  n bigint not null,
  primary key (type, category, region, industry, stage, kind)
);

create function search_counted() returns trigger language plpgsql as $$
begin
  insert into search_count (type, category, region, industry, stage, kind, n)
    select type, category, region, industry, stage, kind, sum(n) from (
      select type, category, region, industry, stage, kind, 1 as n from added
      union all select type, category, region, industry, stage, kind, -1 from taken) changed
    group by 1, 2, 3, 4, 5, 6 having sum(n) <> 0 order by 1, 2, 3, 4, 5, 6
  on conflict (type, category, region, industry, stage, kind) do update set n = search_count.n + excluded.n;
  return null;
end $$;
create function search_counted_added() returns trigger language plpgsql as $$
begin
  insert into search_count (type, category, region, industry, stage, kind, n)
    select type, category, region, industry, stage, kind, count(*) from added group by 1, 2, 3, 4, 5, 6 order by 1, 2, 3, 4, 5, 6
  on conflict (type, category, region, industry, stage, kind) do update set n = search_count.n + excluded.n;
  return null;
end $$;
create function search_counted_taken() returns trigger language plpgsql as $$
begin
  insert into search_count (type, category, region, industry, stage, kind, n)
    select type, category, region, industry, stage, kind, -count(*) from taken group by 1, 2, 3, 4, 5, 6 order by 1, 2, 3, 4, 5, 6
  on conflict (type, category, region, industry, stage, kind) do update set n = search_count.n + excluded.n;
  return null;
end $$;
create trigger search_added after insert on search_document referencing new table as added for each statement execute function search_counted_added();
create trigger search_changed after update on search_document referencing old table as taken new table as added for each statement execute function search_counted();
create trigger search_taken after delete on search_document referencing old table as taken for each statement execute function search_counted_taken();

-- Whatever changes a lot or publishes a sub-item (an act, a timer, a step) tells the search in the same transaction.
create function lot_changed() returns trigger language plpgsql as $$
begin
  insert into outbox (topic, payload) values ('lot-changed', jsonb_build_object('lot', case new.kind when 'lot' then new.id else new.lot_id end));
  return null;
end $$;
create trigger lot_added after insert on record for each row when (new.kind in ('lot', 'disclosure')) execute function lot_changed();
create trigger lot_updated after update on record for each row
  when (new.kind in ('lot', 'disclosure') and (new.state is distinct from old.state or new.data is distinct from old.data)) execute function lot_changed();
-- what was public before there was a search
insert into outbox (topic, payload) select 'lot-changed', jsonb_build_object('lot', id) from record where kind = 'lot';
