-- A file on its way (tus): what has arrived and is on the disk. No leaf speaks of it; it becomes a blob when it is whole.
create table upload (
  id uuid primary key,
  owner_id uuid not null,
  size bigint not null check (size >= 0),
  received bigint not null default 0 check (received between 0 and size),
  metadata text not null default '',
  sha256 text,
  sm3 text,
  created_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,
  done_at timestamptz
);
create index upload_owner on upload (owner_id);
create index upload_expiry on upload (expires_at);
