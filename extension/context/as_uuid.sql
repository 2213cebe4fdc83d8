-- app.as_uuid(p_value uuid | text | anyelement) returns uuid
-- Converts a value to uuid: a uuid or a text in its form, else null. Internal.
-- The overload is chosen from the type of the value when a statement is planned, so generated SQL keeps working when
-- the type of a column changes. The planner inlines it (no SET, no DEFINER): a uuid costs nothing, and an equality of
-- two uuids can be hashed.
create function app.as_uuid(p_value uuid) returns uuid
language sql immutable parallel safe
return p_value;
create function app.as_uuid(p_value text) returns uuid
language sql immutable parallel safe
return case
  when p_value like '________-____-____-____-____________'
    and translate(p_value, '0123456789abcdefABCDEF', '') = '----' then p_value::uuid
end;
-- unpinned: every name is qualified
create function app.as_uuid(p_value anyelement) returns uuid
language sql immutable parallel safe
as 'select null::pg_catalog.uuid';
