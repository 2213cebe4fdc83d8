-- app.is_name_gone(p_type oid, p_name text) returns boolean
-- Whether a value of a type as regclass or regtype, as an image has it, names what nothing is called any more.
-- Internal. False for other types.
create function app.is_name_gone(p_type oid, p_name text) returns boolean
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_gone boolean;
begin
  if p_type = any (array[
    'regclass', 'regtype', 'regproc', 'regprocedure', 'regoper', 'regoperator', 'regnamespace', 'regrole',
    'regcollation']::regtype[])
  then
    execute format('select %I($1) is null', 'to_' || p_type::regtype) into v_gone using p_name;
  end if;
  return coalesce(v_gone, false);
end
$function$;

-- app.is_object_renamed(p_target app.audited_table, p_change app.row_change, p_column name, p_transaction_id bigint)
--   returns boolean
-- Whether a column that differs from its image names the same object under another name: nothing has the former name,
-- and the row has no audit row after those of the transaction. Internal; with the caller's rights.
create function app.is_object_renamed(
  p_target app.audited_table, p_change app.row_change, p_column name, p_transaction_id bigint
) returns boolean
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_renamed boolean := (
    select app.is_name_gone(atttypid, p_change.after ->> p_column) from pg_attribute
    where attrelid = p_target.relation and attname = p_column and not attisdropped);
begin
  if v_renamed then
    execute app.render_sql($sql$
      select max(a.changed_at) = max(a.changed_at) filter (where a.transaction_id = $2)
      from app.{table:I} a
      where a.entity_id::text = $1
    $sql$, jsonb_build_object('table', app.audit_table_name(p_target.entity)))
    into v_renamed
    using case when cardinality(p_target.key_columns) = 1 then p_change.key ->> p_target.key_columns[1]
      else p_change.key::text end, p_transaction_id;
  end if;
  return coalesce(v_renamed, false);
end
$function$;
