-- app.uuidv7() returns uuid
-- A time-ordered uuid (RFC 9562, version 7), so that new rows are added at the right edge of an index. PostgreSQL 18
-- has a function for it. On earlier versions the uuid consists of 48 bits of milliseconds and random bits. Kept
-- inlinable (no SET, no DEFINER, one evaluation of each volatile part): it is evaluated for every audit row and event.
create function app.uuidv7() returns uuid
language sql volatile parallel safe
return encode(
  int8send(
    (trunc(date_part('epoch', clock_timestamp()) * 1000)::bigint << 16)
    | 28672 -- 0x7000: the version
    | trunc(random() * 4096)::bigint)
  || substring(uuid_send(gen_random_uuid()) from 9 for 8), -- includes the variant bits
  'hex')::uuid;

-- app.use_server_uuidv7() returns void
-- Has app.uuidv7() call the function of the server, if it has one. Internal; at installation, and by
-- app.adapt_to_server.
create function app.use_server_uuidv7() returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
begin
  if current_setting('server_version_num')::integer >= 180000 then
    create or replace function app.uuidv7() returns uuid
    language sql volatile parallel safe
    return pg_catalog.uuidv7();
  end if;
end
$function$;

select app.use_server_uuidv7();
