create function core.add_items(p_order_id uuid, p_items jsonb) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_item record;
  v_price numeric;
begin
  -- In the order of the products, so that two orders of the same products wait for each other instead of blocking each
  -- other.
  for v_item in
    select (i ->> 'product_id')::uuid as product_id, (i ->> 'quantity')::integer as quantity
    from jsonb_array_elements(p_items) i
    order by 1
  loop
    if (v_item.quantity > 0) is not true then
      perform core.refuse('INVALID_INPUT', 'quantity is not above 0');
    end if;
    update core.tb_product set stock = stock - v_item.quantity
    where id = v_item.product_id and stock >= v_item.quantity
    returning price into v_price;
    if not found then
      if exists (select from core.tb_product where id = v_item.product_id) then
        perform core.refuse('CONFLICT', 'There is not enough of a product');
      end if;
      perform core.refuse('NOT_FOUND', 'Product not found');
    end if;
    perform core.refresh_tv_product(v_item.product_id);
    insert into core.tb_order_item (order_id, product_id, quantity, unit_price)
    values (p_order_id, v_item.product_id, v_item.quantity, v_price);
  end loop;
end
$function$;
comment on function core.add_items(uuid, jsonb) is
  'Takes the items [{product_id, quantity}] off the stock and adds them to an order.';

create function core.create_order(p_customer_id uuid, p_items jsonb, p_shipping_address_id uuid) returns uuid
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_id uuid;
begin
  update core.tb_customer set order_count = order_count + 1 where id = p_customer_id and deleted_at is null;
  if not found then
    perform core.refuse('NOT_FOUND', 'Customer not found');
  end if;
  if p_shipping_address_id is not null
    and not exists (select from core.tb_address where id = p_shipping_address_id and customer_id = p_customer_id) then
    perform core.refuse('NOT_FOUND', 'Address not found');
  end if;
  insert into core.tb_order (customer_id, shipping_address_id)
  values (p_customer_id, p_shipping_address_id)
  returning id into v_id;
  perform core.add_items(v_id, p_items);
  update core.tb_order
  set total = (select sum(quantity * unit_price) from core.tb_order_item where order_id = v_id)
  where id = v_id;
  perform core.refresh_tv_customer(p_customer_id);
  return v_id;
end
$function$;
comment on function core.create_order(uuid, jsonb, uuid) is
  'Adds an order of a customer, with its items; returns the id.';

-- app.create_order(input_payload jsonb {customer_id, items: [{product_id, quantity}], shipping_address_id?})
--   returns jsonb {success, code, message, order, order_number, cascade}
create function app.create_order(input_payload jsonb) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_id uuid;
  v_after jsonb;
begin
  perform app.begin_mutation('create_order');
  perform core.require_input(
    input_payload, array['customer_id', 'items', 'shipping_address_id'], array['customer_id', 'items']);
  if jsonb_typeof(input_payload -> 'items') <> 'array' or input_payload -> 'items' = '[]' then
    perform core.refuse('INVALID_INPUT', 'items is not a list of at least one');
  end if;
  v_id := core.create_order(
    (input_payload ->> 'customer_id')::uuid, input_payload -> 'items', (input_payload ->> 'shipping_address_id')::uuid);
  v_after := core.refresh_tv_order(v_id);
  perform app.log_cdc_event('ORDER_CREATED', 'order', v_id, 'CREATE', null, v_after, jsonb_build_object(
    'created_by', core.context_user(),
    'customer_id', input_payload ->> 'customer_id',
    'item_count', jsonb_array_length(input_payload -> 'items')));
  return app.build_mutation_response(true, 'SUCCESS', 'Order created', jsonb_build_object(
    'order', v_after,
    'order_number', v_after ->> 'order_number',
    'cascade', app.end_mutation('[{"queryName": "orders"}]')));
exception when sqlstate 'RF404' or sqlstate 'RF409' or sqlstate 'RF422'
  or invalid_text_representation or numeric_value_out_of_range then
  return core.refusal(sqlstate, sqlerrm);
end
$function$;
comment on function app.create_order(jsonb) is 'Adds an order {customer_id, items, shipping_address_id?}.';
