-- app.max_bigint() returns bigint
-- The largest bigint; as xmax of a log snapshot it means that every transaction had ended. Internal.
create function app.max_bigint() returns bigint
language sql immutable parallel safe
return 9223372036854775807;

-- app.was_running(p_transaction_id bigint, p_xmax bigint, p_xip bigint[]) returns boolean
-- Whether a transaction had not ended at a log snapshot. Internal. Inlined where it is used, so it has no settings of
-- its own.
create function app.was_running(p_transaction_id bigint, p_xmax bigint, p_xip bigint[]) returns boolean
language sql immutable parallel safe
return p_transaction_id >= p_xmax or p_transaction_id = any (p_xip);

-- app.was_committed(p_event_id bigint, p_transaction_id bigint, p_hi bigint, p_xmax bigint, p_xip bigint[])
--   returns boolean
-- Whether an event that is visible now had committed at a log snapshot. Internal. Inlined where it is used, so it has
-- no settings of its own. The log snapshot is passed as scalars: a field of a composite would be looked up for each
-- row. Delivery rests on this. A window contains the events that had committed at its end and not yet at its beginning:
--   app.was_committed(... to ...) and not app.was_committed(... from ...)
--   p_hi, p_xmax, p_xip  the fields of app.log_snapshot
create function app.was_committed(
  p_event_id bigint, p_transaction_id bigint, p_hi bigint, p_xmax bigint, p_xip bigint[]
) returns boolean
language sql immutable parallel safe
return p_event_id <= p_hi and not app.was_running(p_transaction_id, p_xmax, p_xip);
