-- app.first_segment() returns smallint
-- The number of the first segment of the ring. Internal.
create function app.first_segment() returns smallint
language sql immutable parallel safe
return 0::smallint;

-- app.last_segment() returns smallint
-- The number of the last segment of the ring. Internal.
create function app.last_segment() returns smallint
language sql immutable parallel safe
return 9::smallint;

-- app.segment_of(p_at timestamptz) returns smallint
-- The segment of the ring, 0 to 9, that holds the events of a UTC day. Ten because the documented retention is seven
-- days: today, seven before it, and two more for a clean-up that was missed.
--   p_at  any moment of the day; both logs pass now(), so that one transaction writes to one segment
-- Inlinable, being a default of every event: that is why it subtracts, as date_part of a timestamptz is not immutable.
-- And why 10 stands for last_segment() + 1: each further function would be inlined anew for every insert planned.
create function app.segment_of(p_at timestamptz) returns smallint
language sql immutable strict parallel safe
return (date_part('day', p_at - timestamptz '1970-01-01 00:00:00+00')::integer % 10)::smallint;

-- app.segment_table(p_log text, p_segment smallint) returns text
-- The table of a segment, as SQL has it. Internal.
create function app.segment_table(p_log text, p_segment smallint) returns text
language sql immutable strict parallel safe
set search_path = pg_catalog, pg_temp
return format('app.%I', format('%s_s%s', p_log, p_segment));
