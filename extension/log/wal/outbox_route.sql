-- app.outbox_route: the event types that are written to the write-ahead log and not to the table. Maintained by
-- app.set_outbox_mode.
create table app.outbox_route (
  event_type text primary key
);
select pg_catalog.pg_extension_config_dump('app.outbox_route', '');

comment on table app.outbox_route is
  'Event types that are written to the write-ahead log and not to app.outbox. Maintained by app.set_outbox_mode.';
comment on column app.outbox_route.event_type is 'For example PageViewed.';
