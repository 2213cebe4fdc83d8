-- app.image_value(p_column text, p_type text, p_operation text) returns text
-- SQL that reads a column from the image of a change: the after image, or else the before image. Read by name and not as a column
-- of the row, and null where the value is not of the type, so that a column that was renamed, dropped or given another type
-- never makes the application's own statement fail. Internal.
--   p_type  uuid, smallint, integer, bigint, numeric, or a type that any text can be cast to
create function app.image_value(p_column text, p_type text, p_operation text) returns text
language sql immutable
set search_path = pg_catalog, pg_temp
return (
  select case
    when p_type = 'uuid' then format($$case when %1$s ->> %2$L like '________-____-____-____-____________' then (%1$s ->> %2$L)::uuid end$$, image, p_column)
    when p_type = 'numeric' then format($$case when jsonb_typeof(%1$s -> %2$L) = 'number' then (%1$s -> %2$L)::numeric end$$, image, p_column)
    when range is not null then
      format($$case when jsonb_typeof(%1$s -> %2$L) = 'number' then case when (%1$s -> %2$L)::numeric between %3$s then (%1$s -> %2$L)::%4$s end end$$,
        image, p_column, range, p_type)
    else format('(%s ->> %L)::%s', image, p_column, p_type)
  end
  from (select
    case p_operation when 'INSERT' then 'n.image' when 'DELETE' then 'o.image' else 'coalesce(n.image, o.image)' end as image,
    case p_type
      when 'smallint' then '-32768 and 32767'
      when 'integer' then '-2147483648 and 2147483647'
      when 'bigint' then '-9223372036854775808 and 9223372036854775807'
    end as range) i);
revoke all on function app.image_value(text, text, text) from public;
comment on function app.image_value(text, text, text) is 'Internal: SQL that reads a column from the image of a change.';

-- app.entity_id_value(p_target app.audited_table, p_id_type text, p_operation text) returns text
-- SQL of entity_id: the key column, an object of all key columns (as text in an audit table that has no jsonb for it), or null without a key. Internal.
create function app.entity_id_value(p_target app.audited_table, p_id_type text, p_operation text) returns text
language sql immutable
set search_path = pg_catalog, pg_temp
return case
  when p_operation = 'TRUNCATE' or (p_target).key_columns = '{}' then 'null::' || p_id_type
  when p_id_type <> 'jsonb' and cardinality((p_target).key_columns) = 1 then app.image_value((p_target).key_columns[1], p_id_type, p_operation)
  else (
    select format('jsonb_build_object(%s)::%s', string_agg(format('%1$L, %2$s -> %1$L', c, side), ', ' order by position), p_id_type)
    from unnest((p_target).key_columns) with ordinality k (c, position)
    cross join (select case p_operation when 'INSERT' then 'n.image' when 'DELETE' then 'o.image'
      else 'coalesce(n.image, o.image)' end as side) s)
end;
revoke all on function app.entity_id_value(app.audited_table, text, text) from public;
comment on function app.entity_id_value(app.audited_table, text, text) is 'Internal: SQL of entity_id.';

-- app.actor_value(p_target app.audited_table, p_operation text) returns text
-- SQL of changed_by: the user of the context, else the column that names who did this: created_by of an insert, updated_by of an
-- update, deleted_by of a soft delete; a deleted row only names its previous editor, so nobody. Internal.
create function app.actor_value(p_target app.audited_table, p_operation text) returns text
language sql stable
set search_path = pg_catalog, pg_temp
return (
  select case
    when p_operation = 'INSERT' and 'created_by' = any (uuids) then format('coalesce(v_user_id, %s)', app.image_value('created_by', 'uuid', 'INSERT'))
    when p_operation = 'UPDATE' and uuids && array['updated_by', 'deleted_by'] then format('coalesce(v_user_id, %s)', concat_ws(', ',
      case when 'deleted_by' = any (uuids) then
        format($$case when n.image ->> 'deleted_at' is not null and o.image ->> 'deleted_at' is null then %s end$$,
          app.image_value('deleted_by', 'uuid', 'INSERT')) end,
      case when 'updated_by' = any (uuids) then app.image_value('updated_by', 'uuid', 'INSERT') end))
    else 'v_user_id'
  end
  from (
    select coalesce(array_agg(attname::text), '{}') as uuids from pg_attribute
    where attrelid = (p_target).relation and atttypid = 'uuid'::regtype and not attisdropped
      and attname <> all ((p_target).excluded_columns || (p_target).redacted_columns)) a);
revoke all on function app.actor_value(app.audited_table, text) from public;
comment on function app.actor_value(app.audited_table, text) is 'Internal: SQL of changed_by.';
