-- What the consumers of this example keep, in a database of their own.
create schema feed;

-- Events that had their effect already: Kafka delivers at least once.
create table feed.seen_event (
  id uuid primary key,
  seen_at timestamptz not null default now()
);

-- The effect: how often each post changed, and the type of its last event.
create table feed.post (
  id text primary key,
  changes integer not null,
  last_event text not null
);
