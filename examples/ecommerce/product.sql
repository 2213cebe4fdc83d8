create function core.update_product(p_id uuid, p_input jsonb) returns void
language sql volatile
begin atomic
  update core.tb_product p set
    name = coalesce(p_input ->> 'name', p.name),
    price = coalesce((p_input ->> 'price')::numeric, p.price),
    stock = coalesce((p_input ->> 'stock')::integer, p.stock)
  where p.id = p_id;
end;
comment on function core.update_product(uuid, jsonb) is 'Changes what the input has of name, price and stock.';

-- app.update_product(product_id uuid, input_payload jsonb {name?, price?, stock?})
-- returns jsonb {success, code, message, product, updated_fields, cascade}
create function app.update_product(product_id uuid, input_payload jsonb) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_id uuid := product_id;
  v_before jsonb;
  v_after jsonb;
  v_updated_fields jsonb;
begin
  perform app.begin_mutation('update_product');
  perform core.require_input(input_payload, array['name', 'price', 'stock'], '{}');
  perform from core.tb_product where id = v_id for update;
  if not found then
    perform core.refuse('NOT_FOUND', 'Product not found');
  end if;
  v_before := core.refresh_tv_product(v_id);
  perform core.update_product(v_id, input_payload);
  v_after := core.refresh_tv_product(v_id);
  select coalesce(jsonb_agg(key order by key), '[]') into v_updated_fields
  from jsonb_each(v_after) where value <> v_before -> key;
  perform app.log_cdc_event('PRODUCT_UPDATED', 'product', v_id, 'UPDATE', v_before, v_after,
    jsonb_build_object('updated_by', core.context_user(), 'updated_fields', v_updated_fields));
  return app.build_mutation_response(true, 'SUCCESS', 'Product updated', jsonb_build_object(
    'product', v_after,
    'updated_fields', v_updated_fields,
    'cascade', app.end_mutation('[{"queryName": "products"}]')));
exception when sqlstate 'RF404' or sqlstate 'RF409' or sqlstate 'RF422' or check_violation
  or invalid_text_representation or numeric_value_out_of_range then
  return core.refusal(sqlstate, sqlerrm);
end
$function$;
comment on function app.update_product(uuid, jsonb) is 'Changes name, price or stock of a product.';
