-- app.list_length(p_list jsonb) returns integer
-- The length of a JSON array; 0 for anything else. Internal.
create function app.list_length(p_list jsonb) returns integer
language sql immutable parallel safe
return case when jsonb_typeof(p_list) = 'array' then jsonb_array_length(p_list) else 0 end;

-- app.affected_count(p_cascade jsonb) returns integer
-- How many entities a cascade document says were affected: its metadata, else the entries it lists. Whoever gives a
-- cascade writes what it says there, so a count beyond what an integer holds is the largest one. Internal.
create function app.affected_count(p_cascade jsonb) returns integer
language sql immutable parallel safe
return case
  when jsonb_typeof(p_cascade -> 'metadata' -> 'affectedCount') = 'number' then
    least(greatest((p_cascade -> 'metadata' ->> 'affectedCount')::numeric, -2147483648), 2147483647)::integer
  else app.list_length(p_cascade -> 'updated') + app.list_length(p_cascade -> 'deleted')
end;
