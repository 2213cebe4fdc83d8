-- app.grant_consumer(p_role name, p_consumers text[] default null) returns void
-- Makes a role a consumer: it fetches and acknowledges events, and moves consumers.
--   p_role       an existing role; its members are consumers too
--   p_consumers  the names of the consumers it is for, which need not exist yet. Null for all: then the role also reads
--                both event logs, of all tenants, and marks events as processed
-- Granting again replaces the names.
-- Errors: 42704 when there is no such role; 22023 for an empty list, 22004 for a null name.
create function app.grant_consumer(p_role name, p_consumers text[] default null) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
begin
  if p_consumers = '{}' then
    perform app.refuse_value('p_consumers', p_consumers::text,
      'Name the consumers the role is for, or pass null for all of them.');
  elsif array_position(p_consumers, null) is not null then
    perform app.refuse_value('p_consumers', null, 'Name the consumers the role is for, or pass null for all of them.');
  end if;
  perform app.register_access(
    p_role, case when p_consumers is null then 'consumer' else 'bound_consumer' end, 'tenants', '{}', p_consumers);
end
$function$;
