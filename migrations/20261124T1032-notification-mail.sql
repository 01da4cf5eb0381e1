-- An account's address for its notifications. The row is all that is known of it: it goes when the account stops it, and nothing of it
-- is in the ledger or in the outbox (messages there name the account).
create table notification_mail (
  account_id uuid primary key,
  email text not null,
  language text not null check (language in ('zh', 'en')),
  token text not null unique,
  asked_at timestamptz not null default clock_timestamp(),
  asked integer not null default 1,
  confirmed_at timestamptz,
  -- the last notification that was sent, and when the next letter may leave
  told bigint not null default 0,
  next_at timestamptz not null default clock_timestamp(),
  refused integer not null default 0
);
create index notification_mail_due on notification_mail (next_at) where confirmed_at is not null;

-- In the order in which they were written: one line of the outbox writes them.
alter table notification add column seq bigint generated always as identity;
create index notification_news on notification (account_id, seq);
