-- app.fetch_events(p_consumer text, p_limit integer default 1000, p_shard integer default null, p_worker text default null)
--   returns setof app.delivered_event
-- Hands out a batch of events: those that are due for a retry, else the next of the log. Within the lease nobody else gets them; after
-- it they are handed out again. Acknowledge with app.ack_events, in this transaction (then what it did to this database and the
-- acknowledgement are one) or a later one.
--   p_limit   the most events to hand out, from 1 to 100000
--   p_shard   only the keys of this shard, from 0; null for any that is free
--   p_worker  text, shown to those who ask who has a batch; the connection when null
-- Returns the events in order, all with the same batch; none when there is nothing new or other workers have every shard.
-- Errors: 22004 and 22023 for a parameter, 42704 for an unknown consumer, 55000 for one that is suspended or follows a slot, 25001 outside
-- READ COMMITTED, 55P03 after a restore while a transaction that wrote events stays open.
create function app.fetch_events(p_consumer text, p_limit integer default 1000, p_shard integer default null, p_worker text default null)
returns setof app.delivered_event
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_consumer app.consumer := app.fetching_consumer(p_consumer);
  v_worker text := app.worker_name(p_worker);
  v_shard_id integer;
  v_shard app.consumer_shard;
  v_state app.consumer_state;
  v_generation integer;
begin
  perform app.require_read_committed();
  if (p_limit between 1 and 100000) is not true then
    perform app.refuse_value('p_limit', p_limit::text, 'Pass a number from 1 to 100000.');
  end if;
  if exists (select from app.consumer_retry r where r.consumer = p_consumer and r.dead_at is null and r.done_at is null) then
    return query select * from app.fetch_retries(v_consumer, p_limit, p_shard, v_worker);
    if found then
      return;
    end if;
  end if;
  -- A generation of shards is read to its end before the next begins; then there is another round.
  loop
    v_generation := (select min(s.generation) from app.consumer_shard s where s.consumer = p_consumer);
    for v_shard_id in
      select s.shard_id from app.consumer_shard s
      where s.consumer = p_consumer and s.generation = v_generation and (p_shard is null or s.ends_at is not null or s.shard = p_shard)
      order by (s.shard + pg_backend_pid()) % s.shards
    loop
      v_state := app.claim_shard(v_consumer, v_shard_id);
      continue when v_state.shard_id is null;
      select * into v_shard from app.consumer_shard s where s.shard_id = v_shard_id;
      continue when not found;
      return query select * from app.fetch_shard(v_consumer, v_shard, v_state, p_limit, v_worker);
      if found then
        return;
      end if;
    end loop;
    exit when v_generation = (select min(s.generation) from app.consumer_shard s where s.consumer = p_consumer);
  end loop;
end
$function$;
revoke all on function app.fetch_events(text, integer, integer, text) from public;
comment on function app.fetch_events(text, integer, integer, text) is 'Hands out a batch of events.';
