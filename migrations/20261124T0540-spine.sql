-- The spine's tables. One document table holds every subject of a machine (lot, bid, opening session …):
-- its rows are what the acts say, so a new subject needs a model in TypeScript and no new table.
create table deployment (
  id text primary key,
  mode text not null check (mode in ('demo', 'live')),
  origin text not null,
  ledger_key text not null,
  ledger_size bigint not null default 0,
  created_at timestamptz not null default clock_timestamp()
);

-- The platform clock: real time plus an offset; frozen_at stops it. Only demo mode moves it, forward only.
create table clock (
  one boolean primary key default true check (one),
  offset_ms bigint not null default 0,
  frozen_at timestamptz,
  lease text,
  lease_holder text,
  lease_until timestamptz
);
insert into clock default values;

create function platform_now() returns timestamptz language sql volatile as $$
  select date_trunc('milliseconds', coalesce(frozen_at, clock_timestamp() + offset_ms * interval '1 millisecond')) from clock
$$;

create table record (
  kind text not null,
  id uuid not null,
  state text not null,
  lot_id uuid,
  owner_id uuid,
  key text,
  version integer not null default 1,
  data jsonb not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (kind, id)
);
create unique index record_key on record (kind, key) where key is not null;
create index record_lot on record (kind, lot_id) where lot_id is not null;
create index record_owner on record (kind, owner_id) where owner_id is not null;
create index record_state on record (kind, state);

-- A leaf's body bytes are fixed here, in the transaction of its act; the ledger writer gives idx, seq and prev later.
-- gate names what must open before the body may enter the log; open says that it has (or that there is none).
create table leaf (
  ordinal bigint generated always as identity primary key,
  id uuid not null unique,
  subject text not null,
  lot_id uuid,
  kind text not null,
  fp text not null,
  gate text,
  open boolean not null,
  body text not null,
  body_hash text not null,
  secrets jsonb not null,
  recorded_at timestamptz not null,
  idx bigint unique,
  seq integer,
  batch bigint,
  slot integer,
  slot_salt text,
  slot_path text[]
);
create index leaf_pending on leaf (ordinal) where idx is null;
create index leaf_unbatched on leaf (ordinal) where gate is not null and batch is null;
create index leaf_subject on leaf (subject, seq);
create index leaf_lot on leaf (lot_id) where lot_id is not null;

create table timer (
  id bigint generated always as identity primary key,
  event text not null,
  subject_kind text not null,
  subject_id uuid not null,
  lot_id uuid,
  due_at timestamptz not null,
  done_at timestamptz,
  unique (subject_kind, subject_id, event)
);
create index timer_due on timer (due_at) where done_at is null;
create index timer_lot on timer (lot_id, due_at) where done_at is null;

create table outbox (
  id bigint generated always as identity primary key,
  topic text not null,
  payload jsonb not null,
  created_at timestamptz not null default clock_timestamp(),
  tries integer not null default 0,
  next_at timestamptz not null default clock_timestamp(),
  done_at timestamptz
);
create index outbox_due on outbox (next_at) where done_at is null;

create table idempotency (
  actor text not null,
  key uuid not null,
  body_hash text not null,
  status integer not null,
  response text not null,
  at timestamptz not null default clock_timestamp(),
  primary key (actor, key)
);

create table challenge (
  value text primary key,
  expires_at timestamptz not null
);

create table session (
  token_hash text primary key,
  account_id uuid not null,
  created_at timestamptz not null default clock_timestamp(),
  seen_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null
);

create table blob (
  sha256 text not null,
  owner_id uuid not null,
  sm3 text not null,
  size bigint not null,
  public boolean not null default false,
  created_at timestamptz not null default clock_timestamp(),
  primary key (sha256, owner_id)
);

-- What a live channel has said, in commit order; the id inside is never shown, cursors are per channel.
create table live_event (
  channel text not null,
  seq integer not null,
  type text not null,
  data jsonb not null,
  at timestamptz not null,
  primary key (channel, seq)
);

create table access_log (
  id bigint generated always as identity primary key,
  account_id uuid,
  what text not null,
  subject text not null,
  at timestamptz not null default clock_timestamp()
);
