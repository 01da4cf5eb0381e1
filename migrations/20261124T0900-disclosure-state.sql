-- 公开清单: what each public lot has published, owes or still owes, one row for each instance of a sub-item; made anew with every change
-- of the lot, from the records. Whether something that is due is late is asked of the clock when it is read.
create table disclosure_state (
  lot_id uuid not null,
  sub_item text not null,
  instance integer not null,
  category text not null,
  region text not null,
  lot_code text not null,
  project_name text not null,
  -- null: no time is set (a correction that changes no deadline)
  due_at timestamptz,
  act_at timestamptz,
  published_at timestamptz,
  disclosure_id uuid,
  filled integer not null,
  required integer not null,
  missing text[] not null,
  -- the law asks for none: its ground
  exempt text,
  -- why it was published late, where it was
  reason text,
  primary key (lot_id, sub_item, instance)
);
create index disclosure_state_due on disclosure_state (coalesce(published_at, due_at) desc, lot_id, sub_item, instance);
create index disclosure_state_sub_item on disclosure_state (sub_item);
insert into outbox (topic, payload) select 'lot-changed', jsonb_build_object('lot', id) from record where kind = 'lot';
