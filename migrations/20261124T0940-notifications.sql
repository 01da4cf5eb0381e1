-- What an account was told of; workspace, so nothing of it is in the ledger. One row for an act and an account, however often it is told.
create table notification (
  id uuid primary key default gen_random_uuid(),
  account_id uuid not null,
  leaf_id uuid not null,
  lot_id uuid not null,
  fp text not null,
  at timestamptz not null,
  read_at timestamptz,
  unique (account_id, leaf_id)
);
create index notification_of on notification (account_id, at desc, id desc);
create index notification_unread on notification (account_id) where read_at is null;
