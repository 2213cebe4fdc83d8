-- app.expired_segments(p_retention interval, p_at timestamptz default now()) returns setof smallint
-- The segments whose latest day had ended the retention before a moment, or earlier. Internal. In hours, as days of the
-- session's time zone have 23 or 25 of them when clocks change, and segments hold days of UTC.
create function app.expired_segments(p_retention interval, p_at timestamptz default now()) returns setof smallint
language sql stable
set search_path = pg_catalog, pg_temp
begin atomic
  select app.segment_of(d.day)
  from (
    select date_trunc('day', p_at, 'UTC') - make_interval(hours => 24 * n) as day
    from generate_series(0, app.last_segment() - app.first_segment()) n) d
  where p_at - d.day - interval '24 hours' >= p_retention
  order by d.day;
end;
