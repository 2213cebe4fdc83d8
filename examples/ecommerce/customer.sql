create function core.create_customer(p_email text, p_first_name text, p_last_name text) returns uuid
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_id uuid;
begin
  if p_email !~ '^[^@\s]+@[^@\s]+$' then
    perform core.refuse('INVALID_INPUT', 'email is no address');
  end if;
  insert into core.tb_customer (email, first_name, last_name)
  values (p_email, p_first_name, p_last_name)
  returning id into v_id;
  return v_id;
end
$function$;
comment on function core.create_customer(text, text, text) is 'Adds a customer and returns the id.';

create function core.delete_customer(p_id uuid) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
begin
  if exists (select from core.tb_order where customer_id = p_id and status = 'open') then
    perform core.refuse('CONFLICT', 'The customer has open orders');
  end if;
  update core.tb_customer set deleted_at = now() where id = p_id;
end
$function$;
comment on function core.delete_customer(uuid) is 'Deletes a customer softly; one with open orders is refused.';

-- app.create_customer(input_payload jsonb {email, first_name, last_name})
-- returns jsonb {success, code, message, customer, cascade}
create function app.create_customer(input_payload jsonb) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_id uuid;
  v_after jsonb;
begin
  perform app.begin_mutation('create_customer');
  perform core.require_input(
    input_payload, array['email', 'first_name', 'last_name'], array['email', 'first_name', 'last_name']);
  v_id := core.create_customer(
    input_payload ->> 'email', input_payload ->> 'first_name', input_payload ->> 'last_name');
  v_after := core.refresh_tv_customer(v_id);
  perform app.log_cdc_event(
    'CUSTOMER_CREATED', 'customer', v_id, 'CREATE', null, v_after,
    jsonb_build_object('created_by', core.context_user()));
  return app.build_mutation_response(true, 'SUCCESS', 'Customer created', jsonb_build_object(
    'customer', v_after,
    'cascade', app.end_mutation('[{"queryName": "customers"}]')));
exception when sqlstate 'RF404' or sqlstate 'RF409' or sqlstate 'RF422' or unique_violation then
  return core.refusal(sqlstate, sqlerrm);
end
$function$;
comment on function app.create_customer(jsonb) is 'Adds a customer {email, first_name, last_name}.';

-- app.delete_customer(customer_id uuid) returns jsonb {success, code, message, customer, deleted_customer_id, cascade}
create function app.delete_customer(customer_id uuid) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_id uuid := customer_id;
  v_before jsonb;
begin
  perform app.begin_mutation('delete_customer');
  -- The lock makes whoever orders at this moment wait, and whoever deletes too find nothing.
  perform from core.tb_customer where id = v_id and deleted_at is null for update;
  if not found then
    perform core.refuse('NOT_FOUND', 'Customer not found');
  end if;
  select data into v_before from core.tv_customer where id = v_id;
  perform core.delete_customer(v_id);
  perform core.refresh_tv_customer(v_id);
  perform app.log_cdc_event('CUSTOMER_DELETED', 'customer', v_id, 'DELETE', v_before, null,
    jsonb_build_object('deleted_at', now(), 'deleted_by', core.context_user()));
  return app.build_mutation_response(true, 'SUCCESS', 'Customer deleted', jsonb_build_object(
    'customer', v_before,
    'deleted_customer_id', v_id,
    'cascade', app.end_mutation('[{"queryName": "customers"}]')));
exception when sqlstate 'RF404' or sqlstate 'RF409' or sqlstate 'RF422' then
  return core.refusal(sqlstate, sqlerrm);
end
$function$;
comment on function app.delete_customer(uuid) is 'Deletes a customer softly.';
