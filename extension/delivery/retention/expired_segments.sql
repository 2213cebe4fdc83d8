-- app.expired_segments(p_retention interval) returns setof smallint
-- The segments whose latest day ended at least the retention ago. Internal.
create function app.expired_segments(p_retention interval) returns setof smallint
language sql stable
set search_path = pg_catalog, pg_temp
begin atomic
  select app.segment_of(d.day)
  from (
    select date_trunc('day', now(), 'UTC') - make_interval(days => n) as day
    from generate_series(0, app.last_segment() - app.first_segment()) n) d
  where now() - d.day - interval '1 day' >= p_retention
  order by d.day;
end;
