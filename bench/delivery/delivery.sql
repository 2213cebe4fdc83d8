-- What the scenarios of delivery do inside the server, where no round trip is timed.
create schema bench;

-- Puts events into the outbox, 1,000 in a transaction.
create procedure bench.fill(p_events integer) language plpgsql as $$
begin
  for v_from in 1..p_events by 1000 loop
    insert into app.outbox (aggregate_type, aggregate_id, event_type, event_payload, partition_key)
    select
      'Post', gen_random_uuid(), 'PostCreated', jsonb_build_object('n', n, 'text', repeat('x', 100)), 'k' || n % 100
    from generate_series(v_from, least(v_from + 999, p_events)) n;
    commit;
  end loop;
end $$;

-- Fetches and acknowledges batches, each in a transaction of its own; returns how many events came and the sum of their
-- ids.
create procedure bench.drain(
  p_batches integer, p_limit integer, inout p_events bigint default 0, inout p_sum bigint default 0)
language plpgsql as $$
declare
  v_batch text;
  v_events bigint;
  v_sum bigint;
begin
  for n in 1..p_batches loop
    select max(batch), count(*), sum(event_id) into v_batch, v_events, v_sum from app.fetch_events('bench', p_limit);
    exit when v_batch is null;
    perform app.ack_events('bench', v_batch);
    commit;
    p_events := p_events + v_events;
    p_sum := p_sum + v_sum;
  end loop;
end $$;

-- The floor of bench.drain: the same ranges by event id, of a log that nobody writes to, without a position that is
-- kept.
create procedure bench.read_ranges(
  p_batches integer, p_limit integer, inout p_events bigint default 0, inout p_sum bigint default 0)
language plpgsql as $$
declare
  v_position bigint := 0;
  v_events bigint;
  v_sum bigint;
begin
  for n in 1..p_batches loop
    select max(b.event_id), count(*), sum(b.event_id) into v_position, v_events, v_sum
    from (select * from app.outbox e where e.event_id > v_position order by e.event_id limit p_limit) b;
    exit when v_position is null;
    commit;
    p_events := p_events + v_events;
    p_sum := p_sum + v_sum;
  end loop;
end $$;

-- Writes ten events, and then times fetching and acknowledging them; again and again. Returns the milliseconds of one
-- turn.
create procedure bench.take_turns(p_turns integer, inout p_milliseconds float default 0) language plpgsql as $$
declare
  v_batch text;
  v_events bigint;
  v_started timestamptz;
begin
  for n in 1..p_turns loop
    call bench.fill(10);
    v_started := clock_timestamp();
    select max(batch), count(*) into v_batch, v_events from app.fetch_events('bench', 1000);
    commit;
    perform app.ack_events('bench', v_batch);
    commit;
    p_milliseconds := p_milliseconds + 1000 * extract(epoch from clock_timestamp() - v_started) / p_turns;
    if v_events <> 10 then
      raise exception '% of 10 events came', v_events;
    end if;
  end loop;
end $$;
