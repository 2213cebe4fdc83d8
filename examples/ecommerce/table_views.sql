-- The documents of the table views, written anew from the rows.

create function core.refresh_tv_customer(p_id uuid) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_data jsonb;
begin
  select jsonb_build_object(
    'id', c.id, 'email', c.email, 'first_name', c.first_name, 'last_name', c.last_name,
    'order_count', c.order_count, 'created_at', c.created_at)
  into v_data
  from core.tb_customer c where c.id = p_id and c.deleted_at is null;
  if v_data is null then
    delete from core.tv_customer where id = p_id;
  else
    insert into core.tv_customer values (p_id, v_data) on conflict (id) do update set data = excluded.data;
  end if;
  return v_data;
end
$function$;
comment on function core.refresh_tv_customer(uuid) is
  'Writes the document of a customer; returns it, or null when the customer is gone.';

create function core.refresh_tv_product(p_id uuid) returns jsonb
language sql volatile
begin atomic
  insert into core.tv_product
  select p.id, jsonb_build_object('id', p.id, 'name', p.name, 'price', p.price, 'stock', p.stock)
  from core.tb_product p where p.id = p_id
  on conflict (id) do update set data = excluded.data
  returning data;
end;
comment on function core.refresh_tv_product(uuid) is 'Writes the document of a product and returns it.';

create function core.refresh_tv_order(p_id uuid) returns jsonb
language sql volatile
begin atomic
  insert into core.tv_order
  select o.id, jsonb_build_object(
    'id', o.id, 'order_number', o.order_number, 'status', o.status, 'total', o.total, 'created_at', o.created_at,
    'customer', (
      select jsonb_build_object('id', c.id, 'email', c.email, 'first_name', c.first_name, 'last_name', c.last_name)
      from core.tb_customer c where c.id = o.customer_id),
    'shipping_address', (
      select jsonb_build_object('id', a.id, 'street', a.street, 'city', a.city)
      from core.tb_address a where a.id = o.shipping_address_id),
    'items', (
      select jsonb_agg(
        jsonb_build_object(
          'id', i.id, 'quantity', i.quantity, 'unit_price', i.unit_price,
          'product', jsonb_build_object('id', p.id, 'name', p.name))
        order by i.id)
      from core.tb_order_item i join core.tb_product p on p.id = i.product_id
      where i.order_id = o.id))
  from core.tb_order o where o.id = p_id
  on conflict (id) do update set data = excluded.data
  returning data;
end;
comment on function core.refresh_tv_order(uuid) is 'Writes the document of an order and returns it.';
