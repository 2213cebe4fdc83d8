-- app.key_of_values(p_entity text, p_values text[]) returns jsonb
-- The key of a row as audit rows hold it, from the texts of its values; null when the table lacks a key column. Nothing
-- runs that is not built in: the rules of a column's type, which may be somebody else's, are not applied. Internal.
--   p_values  in the order of the key's columns
-- Errors: 22P02 when a text is no value of its column's type.
create function app.key_of_values(p_entity text, p_values text[]) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_pairs text[];
  v_key jsonb;
begin
  select array_agg(
    format('%L, app.canonical_image(($1[%s])::%s)', k.name, k.position, app.built_in_type(a.atttypid, a.atttypmod))
    order by k.position)
  into v_pairs
  from app.v_audited_tables t
  cross join lateral unnest(t.key_columns) with ordinality k (name, position)
  left join pg_attribute a on a.attrelid = t.table_name and a.attname = k.name and not a.attisdropped
  where t.entity = p_entity
  having count(*) = count(a.attname);
  if v_pairs is not null then
    execute format('select jsonb_build_object(%s)', array_to_string(v_pairs, ', ')) into v_key using p_values;
  end if;
  return v_key;
end
$function$;
