-- app.passed_events(p_log text)
--   returns table (segment smallint, id uuid, event_id bigint, transaction_id bigint, created_at timestamptz)
-- The events of this cluster that were written with ids that some position had passed before. Internal. No consumer
-- with that position is delivered them. Of a position it is certain that transactions from next_xid on wrote only
-- above lo, unless the sequence was set back. The positions are sorted by next_xid, so that one scan finds for each
-- transaction the highest lo.
create function app.passed_events(p_log text)
returns table (segment smallint, id uuid, event_id bigint, transaction_id bigint, created_at timestamptz)
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_epoch app.cluster_epoch;
  v_xids bigint[];
  v_ends bigint[];
begin
  select e.* into v_epoch from app.cluster_epoch e where e.log = p_log order by e.cluster_epoch desc limit 1;
  if not exists (
    select from app.cluster_epoch e
    where e.log = p_log and e.cluster_epoch = v_epoch.cluster_epoch and app.is_this_cluster(e, e.xmin))
  then
    return;
  end if;
  select array_agg(h.next_xid order by h.next_xid), array_agg(h.lo order by h.next_xid) into v_xids, v_ends
  from (
    select p.next_xid, max(p.lo) over (order by p.next_xid) as lo
    from (
      select (n.snapshot).next_xid as next_xid, max((n.snapshot).lo) as lo
      from app.consumer c
      join app.consumer_shard s on s.consumer = c.consumer
      cross join lateral (
        select * from app.consumer_state n where n.shard_id = s.shard_id order by n.number desc limit 1) t
      cross join lateral (values (t.from_snapshot), (t.to_snapshot), (v_epoch.start)) n (snapshot)
      where c.log = p_log and c.suspended is null and (n.snapshot).cluster_epoch = v_epoch.cluster_epoch
        -- 0 is the position after an event id, of which nothing is certain.
        and (n.snapshot).next_xid > 0
      group by 1) p) h;
  return query
  select e.segment, e.id, e.event_id, e.transaction_id, e.created_at
  from app.log_event e
  where e.log = p_log and e.transaction_id >= v_xids[1] and e.event_id + 0 <= v_ends[cardinality(v_ends)]
    and e.event_id <= v_ends[width_bucket(e.transaction_id, v_xids)]
    -- The transaction ids of events before the cluster epoch are those of another cluster.
    and (e.event_id > (v_epoch.start).lo or e.created_at > (v_epoch.start).taken_at);
end
$function$;

-- app.early_events(p_log text) returns table (segment smallint, id uuid, event_id bigint, created_at timestamptz)
-- The events that were written after the sequence of a log was set back, or after the log came here from another
-- cluster without its sequence: they have low ids, and are younger than the last event before them. Internal. None
-- when the sequence is not behind the ids.
create function app.early_events(p_log text)
returns table (segment smallint, id uuid, event_id bigint, created_at timestamptz)
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_end bigint := app.log_end(p_log);
begin
  if v_end < app.known_end(p_log) then
    return query
    select e.segment, e.id, e.event_id, e.created_at
    from app.log_event e
    where e.log = p_log and e.event_id <= v_end
      and e.created_at > coalesce(
        (select l.created_at from app.log_event l where l.log = p_log and l.event_id > v_end
          order by l.event_id desc limit 1),
        '-infinity');
  end if;
end
$function$;

-- app.misnumbered_events(p_log text)
--   returns table (segment smallint, id uuid, event_id bigint, created_at timestamptz)
-- The events that need another id, so that every consumer is delivered them in order; some more than once. Internal.
-- With the events that positions had passed go all that were written after them. Of events with the same id all but the
-- first do. Reads the whole log.
create function app.misnumbered_events(p_log text)
returns table (segment smallint, id uuid, event_id bigint, created_at timestamptz)
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_first bigint := (select min(p.transaction_id) from app.passed_events(p_log) p);
begin
  return query
  select p.segment, p.id, p.event_id, p.created_at from app.passed_events(p_log) p
  union all
  select e.segment, e.id, e.event_id, e.created_at
  from app.log_event e
  where e.log = p_log and e.transaction_id >= v_first
    and e.event_id > (select max((c.start).lo) from app.cluster_epoch c where c.log = p_log)
  union all
  select * from app.early_events(p_log)
  union all
  select r.segment, r.id, r.event_id, r.created_at
  from (
    select e.segment, e.id, e.event_id, e.created_at,
      row_number() over (partition by e.event_id order by e.created_at, e.transaction_id, e.id) as n
    from app.log_event e where e.log = p_log) r
  where r.n > 1;
end
$function$;

-- app.has_misnumbered(p_log text) returns boolean
-- Whether a log has events that need another id, or a sequence that was set back. Internal.
create function app.has_misnumbered(p_log text) returns boolean
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_known bigint := app.known_end(p_log);
begin
  return app.log_end(p_log) < v_known or exists (select from app.misnumbered_events(p_log));
end
$function$;
