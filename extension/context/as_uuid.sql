-- app.as_uuid(p_value uuid | anyelement, p_exact double precision | integer) returns uuid
-- A uuid as it is, null for a value of any other type. Internal. Call it with the literal 1 as its second argument.
-- Generated SQL keeps working when the type of a column changes, and never runs a cast of somebody else's. The second
-- argument decides between the two: for a uuid both match one argument exactly, and the preferred type wins; a type
-- with an implicit cast to uuid matches no argument of the first exactly. The planner inlines both (no SET, no
-- DEFINER): a uuid costs nothing, and an equality of two uuids can be hashed.
create function app.as_uuid(p_value uuid, p_exact double precision) returns uuid
language sql immutable parallel safe
return p_value;
-- unpinned: every name is qualified
create function app.as_uuid(p_value anyelement, p_exact integer) returns uuid
language sql immutable parallel safe
as 'select null::pg_catalog.uuid';

-- app.text_as_uuid(p_value text) returns uuid
-- A text in the form of a uuid as uuid, else null. Internal. The planner inlines it.
create function app.text_as_uuid(p_value text) returns uuid
language sql immutable parallel safe
return case
  when p_value like '________-____-____-____-____________'
    and translate(p_value, '0123456789abcdefABCDEF', '') = '----' then p_value::uuid
end;
