-- app.as_uuid(p_value uuid | text | anyelement) returns uuid
-- A value as a uuid: itself, a text that reads as one, or null. Which of the three it is follows from the type of the
-- value when a statement is planned, so that generated SQL goes on working when the type of a column changes. Internal.
-- Inlined by the planner (no SET, no DEFINER): a uuid costs nothing, and an equality of two can be hashed.
create function app.as_uuid(p_value uuid) returns uuid
language sql immutable parallel safe
return p_value;
create function app.as_uuid(p_value text) returns uuid
language sql immutable parallel safe
return case
  when p_value like '________-____-____-____-____________' and translate(p_value, '0123456789abcdefABCDEF', '') = '----' then p_value::uuid end;
create function app.as_uuid(p_value anyelement) returns uuid
language sql immutable parallel safe
as 'select null::uuid';
