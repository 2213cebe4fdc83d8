-- app.find_consumer(p_consumer text, p_capabilities text[] default '{}') returns app.consumer
-- The consumer with this name, for whoever may use it. Internal.
--   p_capabilities  as in app.may_use_consumer
-- Errors: 22004 for null, 42704 when there is none, 42501 when the session's role may not use it.
create function app.find_consumer(p_consumer text, p_capabilities text[] default '{}') returns app.consumer
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_consumer app.consumer;
begin
  perform app.require_consumer_access(p_consumer, p_capabilities);
  select * into v_consumer from app.consumer c where c.consumer = p_consumer;
  if v_consumer.consumer is null then
    perform app.require_value('p_consumer', p_consumer);
    raise exception using
      errcode = 'undefined_object',
      message = format('p_consumer: there is no consumer %s', p_consumer),
      hint = 'Create it with app.create_consumer; app.v_consumer_lag lists those there are.';
  end if;
  return v_consumer;
end
$function$;
