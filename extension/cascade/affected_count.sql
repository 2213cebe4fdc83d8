-- app.list_length(p_list jsonb) returns integer
-- The length of a JSON array; 0 for any other value. Internal.
create function app.list_length(p_list jsonb) returns integer
language sql immutable parallel safe
return case when jsonb_typeof(p_list) = 'array' then jsonb_array_length(p_list) else 0 end;

-- app.affected_count(p_cascade jsonb) returns integer
-- The number of affected entities of a cascade document. Internal.
-- It is the count in the metadata, else the number of listed entries. The metadata of a supplied cascade may hold any
-- number, so a count outside the range of integer becomes the nearest integer.
create function app.affected_count(p_cascade jsonb) returns integer
language sql immutable parallel safe
return case
  when jsonb_typeof(p_cascade -> 'metadata' -> 'affectedCount') = 'number' then
    least(greatest((p_cascade -> 'metadata' ->> 'affectedCount')::numeric, -2147483648), 2147483647)::integer
  else app.list_length(p_cascade -> 'updated') + app.list_length(p_cascade -> 'deleted')
end;
