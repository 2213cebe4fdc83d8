-- app.define_uuidv7() returns void
-- Defines app.uuidv7() for the major version of the server. Internal; at installation, and by app.adapt_to_server.
create function app.define_uuidv7() returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
begin
  execute format(
    'create or replace function app.uuidv7() returns uuid language sql volatile parallel safe return %s',
    case when current_setting('server_version_num')::integer >= 180000 then 'pg_catalog.uuidv7()'
    else $$
      encode(
        int8send(
          (trunc(date_part('epoch', clock_timestamp()) * 1000)::bigint << 16)
          | 28672 -- 0x7000: the version
          | trunc(random() * 4096)::bigint)
        || substring(uuid_send(gen_random_uuid()) from 9 for 8), -- includes the variant bits
        'hex')::uuid$$ end);
end
$function$;

-- app.uuidv7() returns uuid
-- A time-ordered uuid (RFC 9562, version 7), so that new rows are added at the right edge of an index. PostgreSQL 18
-- has a function for it. On earlier versions the uuid consists of 48 bits of milliseconds and random bits. Kept
-- inlinable (no SET, no DEFINER, one evaluation of each volatile part): it is evaluated for every audit row and event.
select app.define_uuidv7();
-- Written here, as the build reads no function that another one creates.
revoke all on function app.uuidv7() from public;
comment on function app.uuidv7() is 'A time-ordered uuid (RFC 9562, version 7).';
