-- app.outbox_route: the event types that go into the write-ahead log and not into the table. Kept by
-- app.set_outbox_mode.
create table app.outbox_route (
  event_type text primary key
);
select pg_catalog.pg_extension_config_dump('app.outbox_route', '');

comment on table app.outbox_route is
  'Event types that go into the write-ahead log and not into app.outbox. Kept by app.set_outbox_mode.';
comment on column app.outbox_route.event_type is 'For example PageViewed.';
