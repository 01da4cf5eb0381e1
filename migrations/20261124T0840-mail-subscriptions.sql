-- Readers who want new notices by mail. The row is all that is known of them: it goes when they unsubscribe, and nothing of it
-- is in the ledger or in the outbox (messages there name the row).
create table mail_subscription (
  id uuid primary key,
  email text not null,
  filter jsonb not null,
  frequency text not null check (frequency in ('at-once', 'daily')),
  language text not null check (language in ('zh', 'en')),
  token text not null unique,
  created_at timestamptz not null default clock_timestamp(),
  asked_at timestamptz not null default clock_timestamp(),
  asked integer not null default 1,
  confirmed_at timestamptz,
  -- the last of search_news that was told, and when the next mail may leave
  told bigint not null default 0,
  next_at timestamptz not null default clock_timestamp(),
  refused integer not null default 0,
  unique (email, filter)
);
create index mail_subscription_due on mail_subscription (next_at) where confirmed_at is not null;

-- What has newly come into the search since, in the order in which it came; only while somebody wants to know.
create table search_news (
  seq bigint generated always as identity primary key,
  document text not null,
  at timestamptz not null default clock_timestamp()
);
create function search_news_added() returns trigger language plpgsql as $$
begin
  if exists (select 1 from mail_subscription) then
    -- an index that is made anew brings nothing new
    insert into search_news (document) select id from added where published_at > platform_now() - interval '3 days' order by published_at, id;
  end if;
  return null;
end $$;
create trigger search_news_added after insert on search_document referencing new table as added for each statement execute function search_news_added();
