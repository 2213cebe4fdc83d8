-- app.canonical_image(p_row anyelement) returns jsonb
-- The image of a row as the audit triggers write it, whatever the display settings of the session. Internal.
create function app.canonical_image(p_row anyelement) returns jsonb
language sql stable
set timezone = 'UTC'
set datestyle = 'ISO'
set intervalstyle = 'postgres'
set extra_float_digits = 1
set bytea_output = 'hex'
set search_path = pg_catalog, pg_temp
as 'select pg_catalog.to_jsonb(p_row)';

-- app.current_images(p_changes app.row_change[]) returns table (typename text, key jsonb, image jsonb)
-- The current images of the changed rows, which are locked until the transaction ends. Internal.
-- Runs with the caller's rights, which must include SELECT FOR UPDATE.
create function app.current_images(p_changes app.row_change[]) returns table (typename text, key jsonb, image jsonb)
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_target app.audited_table;
begin
  for v_target in
    select t.* from app.audited_table t
    where t.typename in (select c.typename from unnest(p_changes) c)
    order by t.entity
  loop
    return query execute format(
      $$select c.typename, c.key, %1$s
      from unnest($1) c
      cross join lateral jsonb_populate_record(null::%2$s, c.key) k
      join %2$s t on %3$s
      where c.typename = %4$L
      for update of t$$,
      app.image_expression(v_target, 'app.canonical_image(t.*)'),
      v_target.relation,
      app.key_match(v_target, 't', 'k'),
      v_target.typename)
    using p_changes;
  end loop;
end
$function$;
