-- app.segment_of(p_at timestamptz) returns smallint
-- The segment of the ring, 0 to 9, that holds the events of a UTC day. Ten because the documented retention is seven days: today,
-- seven before it, and two more for a clean-up that was missed.
--   p_at  any moment of the day; both logs pass now(), so that one transaction writes to one segment
create function app.segment_of(p_at timestamptz) returns smallint
language sql immutable strict parallel safe
return (floor(date_part('epoch', p_at) / 86400)::bigint % 10)::smallint;
revoke all on function app.segment_of(timestamptz) from public;
comment on function app.segment_of(timestamptz) is 'The segment of the event logs, 0 to 9, that holds the events of a UTC day.';
