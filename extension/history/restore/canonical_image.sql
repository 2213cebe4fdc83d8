-- app.canonical_image(p_row anyelement, p_query text default null) returns jsonb
-- The image of a row as the audit triggers write it, whatever the display settings of the session. Internal.
--   p_query  a query for the image of the row $1; without it, the row as jsonb
create function app.canonical_image(p_row anyelement, p_query text default null) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set datestyle = 'ISO'
set intervalstyle = 'postgres'
set extra_float_digits = 1
set bytea_output = 'hex'
set array_nulls = on
set lc_monetary = 'C'
set quote_all_identifiers = off
as $function$
declare
  v_image jsonb;
begin
  if p_query is null then
    return to_jsonb(p_row);
  end if;
  execute p_query into v_image using p_row;
  return v_image;
end
$function$;

-- app.canonical_expression(p_target app.audited_table, p_row text) returns text
-- SQL of the canonical image of a row of a table, with the columns that its audit rows hide: images from before they
-- were hidden have them. Internal. A row that an image shows as a whole needs no query for each.
--   p_row  SQL of the row
create function app.canonical_expression(p_target app.audited_table, p_row text) returns text
language sql stable
set search_path = pg_catalog, pg_temp
return (
  select case
    when app.shows_whole_row(c) then format('app.canonical_image(%s)', p_row)
    else format('app.canonical_image(%s, %L)', p_row,
      format('select %s from (select ($1).*) r', app.image_expression(c, 'r.*', 'r.'))) end
  from app.relation_columns(p_target, (p_target).relation) present
  cross join lateral (
    select row((present).names, (present).types, '{}', '{}', (present).computed)::app.row_columns as c) whole);

-- app.current_images(p_changes app.row_change[]) returns table (typename text, key jsonb, image jsonb)
-- The current images of the changed rows, which are locked until the transaction ends. Internal.
-- Runs with the caller's rights, which must include SELECT FOR UPDATE.
create function app.current_images(p_changes app.row_change[]) returns table (typename text, key jsonb, image jsonb)
language plpgsql volatile
set search_path = pg_catalog, pg_temp
set lc_monetary = 'C'
as $function$
declare
  v_target app.audited_table;
begin
  for v_target in
    select t.* from app.audited_table t
    where t.typename in (select c.typename from unnest(p_changes) c)
    order by t.entity
  loop
    return query execute app.render_sql($sql$
      select c.typename, c.key, {image}
      from unnest($1) c
      cross join lateral jsonb_to_record(c.key) k ({key_columns})
      join {table} t on {same_key}
      where c.typename = {typename:L}
      for update of t
    $sql$, jsonb_build_object(
      'image', app.canonical_expression(v_target, 't.*'),
      'table', v_target.relation::text,
      'key_columns', app.record_columns(v_target, v_target.key_columns),
      'same_key', app.key_match(v_target, 't', 'k'),
      'typename', v_target.typename))
    using p_changes;
  end loop;
end
$function$;
