-- app.health_delivery() returns table (status text, detail text, hint text)
-- Reports consumers that lag, are suspended, are incomplete, lost their slot or have dead letters, and missing
-- maintenance. Internal; a row for each finding.
create function app.health_delivery() returns table (status text, detail text, hint text)
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $function$
begin
  return query
  with lag as materialized (select * from app.consumer_lag())
  select case when l.oldest_event_age > interval '1 day' then 'error' else 'warning' end,
    format('consumer %s, shard %s: %s events behind, the oldest of %s%s',
      l.consumer, l.shard, l.events_behind, l.oldest_event_at,
      case when l.batch is not null then
        format('; %s has a batch, delivered %s times, until %s', l.worker, l.deliveries, l.leased_until)
      end),
    case
      when l.slot is not null then
        format('Look whether the connector runs and slot %s moves on (specql-cdc cdc status).', l.slot)
      when l.batch is null then
        'Nobody fetches its events: start its worker, or drop it with app.drop_consumer, '
          'as it keeps segments from being emptied.'
      else 'Its worker is slow or dies: look at its log and at app.v_consumer_lag.'
    end
  from lag l
  where l.suspended is null and l.oldest_event_age > interval '5 minutes'
  union all
  select 'error', format('consumer %s is suspended: %s', c.consumer, c.suspended),
    'Choose where it goes on: app.seek_consumer.'
  from app.consumer c where c.suspended is not null
  union all
  select 'error', format('consumer %s lacks shards or positions, as after a restore that failed', c.consumer),
    format('Run: select app.seek_consumer(%L, ''earliest''). It delivers what is retained.', c.consumer)
  from app.incomplete_consumers() c (consumer)
  union all
  select 'error', format('consumer %s: replication slot %s was gone at %s', c.consumer, c.slot, c.slot_lost_at),
    'Events after its position may not have been streamed. '
      'Create slot and connector anew with a snapshot of what is retained, then app.seek_consumer.'
  from app.consumer c where c.slot_lost_at is not null
  union all
  select 'warning', format('consumer %s has %s dead letters', l.consumer, sum(l.dead_letters)),
    'See app.v_dead_letters; then app.replay_dead_letters or app.purge_dead_letters.'
  from lag l group by l.consumer having sum(l.dead_letters) > 0
  union all
  select 'warning',
    format('app.maintain() has not run since %s', coalesce(max(m.started_at)::text, 'the installation')),
    'Call it every minute or so: with pg_cron, the client, or specql-cdc maintain --every. '
      'Without it segments are never emptied.'
  from app.maintenance_run m
  having coalesce(max(m.started_at) < now() - interval '1 hour', true)
    and exists (select from app.consumer)
  union all
  select 'warning',
    format('outbox has events not marked as processed that are older than %s, and no consumer',
      app.retention_of('outbox')),
    'Make a consumer with app.create_consumer, or mark the events with app.mark_outbox_processed: '
      'until then they are kept.'
  where not exists (select from app.consumer c where c.log = 'outbox')
    and exists (
      select from app.outbox o
      where o.processed_at is null and now() - o.created_at > app.retention_of('outbox'));
end
$function$;
