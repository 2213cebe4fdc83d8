-- app.lies_ahead(p_until timestamptz, p_given interval, p_now timestamptz) returns boolean
-- Whether a lease or a delay has not ended yet; null for none. Internal. Inlined where it is used. If it ends further
-- ahead than it can, the clock was ahead when it was given, and has been set right since: then it is over.
--   p_given  how long it was given for
--   p_now    the time, not a call: with a volatile argument this would not be inlined
create function app.lies_ahead(p_until timestamptz, p_given interval, p_now timestamptz) returns boolean
language sql stable parallel safe
return p_until > p_now and (p_until > p_now + 2 * p_given + interval '1 minute') is not true;
