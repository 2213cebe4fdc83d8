-- app.event_bytes(p_payload jsonb, p_metadata jsonb) returns integer
-- The bytes of an event that count for the limit of a batch: payload and metadata as the client receives them.
-- Internal, and inlinable. The stored size says little: a value may be compressed, and 1e100000 takes 10 bytes.
create function app.event_bytes(p_payload jsonb, p_metadata jsonb) returns integer
language sql immutable parallel safe
return octet_length(p_payload::text) + coalesce(octet_length(p_metadata::text), 0);
