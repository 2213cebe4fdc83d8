-- SQL that reads the audited table's columns for the audit row: from the side that has them, the row as it is now or
-- else as it was. A static statement reads the columns themselves: their types are those of the time when it was
-- generated, or else the statement's gate is closed; it only has to be parsed then. Where the table may have changed,
-- they are read from the images; a column that is not there any more, or of another type, is null.

-- app.read_side(p_operation text) returns (side text, image text)
-- The side that tells about a row after an operation, n or o, and SQL of its image. Internal. The side is null when it
-- is another one for each row: the row as it is now, or else as it was.
create function app.read_side(p_operation text, out side text, out image text)
language sql immutable
set search_path = pg_catalog, pg_temp
begin atomic
  select s.side, coalesce(s.side || '.image', 'coalesce(n.image, o.image)')
  from (
    select case
      when p_operation in ('INSERT', 'ONE UPDATE', 'ARRIVAL') then 'n'
      when p_operation = 'DELETE' then 'o' end as side) s;
end;

-- app.column_value(p_target app.audited_table, p_column name, p_operation text, p_images boolean) returns text
-- SQL of a column as it is, or as text where only images are there to read it from; null when the table has no such
-- column. Internal.
--   p_images  whether only images are there to read it from; otherwise from app.image_source, or a row trigger's row
create function app.column_value(
  p_target app.audited_table, p_column name, p_operation text, p_images boolean
) returns text
language sql stable
set search_path = pg_catalog, pg_temp
return (
  select case
    when p_images then format('%s ->> %L', image, p_column)
    when number is null then 'null::text'
    when (p_target).level = 'row' then format('%s.%I', case side when 'o' then 'old' else 'new' end, p_column)
    when side is null then format('case when n.there then n.c%s else o.c%s end', number, number)
    else format('%s.c%s', side, number)
  end
  from app.read_side(p_operation)
  cross join array_position(app.read_columns(p_target), p_column) number);

-- app.column_kind(p_target app.audited_table, p_column name) returns text
-- How images hold a column of an audited table, see app.image_kind. Internal.
create function app.column_kind(p_target app.audited_table, p_column name) returns text
language sql stable
set search_path = pg_catalog, pg_temp
return (
  select app.image_kind(atttypid) from pg_attribute
  where attrelid = (p_target).relation and attname = p_column and not attisdropped);

-- app.jsonb_value(p_target app.audited_table, p_column name, p_operation text, p_images boolean) returns text
-- SQL of a column as jsonb, as it is in an image. Internal.
create function app.jsonb_value(
  p_target app.audited_table, p_column name, p_operation text, p_images boolean
) returns text
language sql stable
set search_path = pg_catalog, pg_temp
return case
  when p_images then (select format('(%s -> %L)', image, p_column) from app.read_side(p_operation))
  else format('to_jsonb(%s)', app.column_image(
    app.column_kind(p_target, p_column), app.column_value(p_target, p_column, p_operation, false))) end;

-- app.typed_value(p_target app.audited_table, p_column name, p_type text, p_operation text, p_images boolean) returns
--   text
-- SQL of a column as a type, null where its value is not of that type. Internal.
--   p_type  uuid, smallint, integer, bigint, numeric, or a type that any text can be cast to
create function app.typed_value(
  p_target app.audited_table, p_column name, p_type text, p_operation text, p_images boolean
) returns text
language sql stable
set search_path = pg_catalog, pg_temp
return (
  select case
    when p_type = 'uuid' then
      format(case when p_images then 'app.text_as_uuid(%s)' else 'app.as_uuid(%s, 1)' end, plain)
    when is_of_type and not p_images then
      -- Parsed whatever the type is by then, and quicker than a conversion to jsonb.
      app.render_sql($sql$
        case when {value} is distinct from null then concat({value})::{type} end
      $sql$, jsonb_build_object('value', plain, 'type', p_type))
    when p_type = 'numeric' then
      app.render_sql($sql$
        case when jsonb_typeof({value}) = 'number' then {value}::numeric end
      $sql$, jsonb_build_object('value', value))
    when range is not null then
      app.render_sql($sql$
        case when jsonb_typeof({value}) = 'number' then
          case when {value}::numeric between {range} then {value}::{type} end end
      $sql$, jsonb_build_object('value', value, 'range', range, 'type', p_type))
    when p_images then format('(%s)::%s', plain, p_type)
    else format($$(%s #>> '{}')::%s$$, value, p_type)
  end
  from (select
    app.column_value(p_target, p_column, p_operation, p_images) as plain,
    app.jsonb_value(p_target, p_column, p_operation, p_images) as value,
    exists (
      select from pg_attribute
      where attrelid = (p_target).relation and attname = p_column and atttypid = to_regtype(p_type)) as is_of_type,
    case p_type
      when 'smallint' then '-32768 and 32767'
      when 'integer' then '-2147483648 and 2147483647'
      when 'bigint' then '-9223372036854775808 and 9223372036854775807'
    end as range) i);

-- app.comparable_key(p_target app.audited_table, p_column name, p_operation text) returns text
-- SQL of a key column in a form in which equal keys are equal by an operator of pg_catalog that can be hashed; null
-- equals null. Internal.
create function app.comparable_key(p_target app.audited_table, p_column name, p_operation text) returns text
language sql stable
set search_path = pg_catalog, pg_temp
return (
  select case
    when a.attnotnull and a.atttypid = 'uuid'::regtype then
      app.typed_value(p_target, p_column, 'uuid', p_operation, false)
    when a.attnotnull then app.jsonb_value(p_target, p_column, p_operation, false)
    else format($$coalesce(%s, 'null')$$, app.jsonb_value(p_target, p_column, p_operation, false))
  end
  from pg_attribute a where a.attrelid = (p_target).relation and a.attname = p_column);

-- app.same_key(p_target app.audited_table) returns text
-- SQL of whether both sides of a change have the same key; null without a key. Internal.
create function app.same_key(p_target app.audited_table) returns text
language sql stable
set search_path = pg_catalog, pg_temp
return (
  select string_agg(
    app.comparable_key(p_target, c, 'DELETE') || ' = ' || app.comparable_key(p_target, c, 'INSERT'), ' and ')
  from unnest((p_target).key_columns) c);

-- app.entity_id_value(p_target app.audited_table, p_id_type text, p_operation text, p_images boolean) returns text
-- SQL of entity_id. Internal. It is the key column, an object of all key columns (as text in an audit table that has no
-- jsonb for it), or null without a key.
create function app.entity_id_value(
  p_target app.audited_table, p_id_type text, p_operation text, p_images boolean
) returns text
language sql stable
set search_path = pg_catalog, pg_temp
return case
  when p_operation = 'TRUNCATE' or (p_target).key_columns = '{}' then 'null::' || p_id_type
  when p_id_type <> 'jsonb' and cardinality((p_target).key_columns) = 1 then
    app.typed_value(p_target, (p_target).key_columns[1], p_id_type, p_operation, p_images)
  else (
    select format('jsonb_build_object(%s)::%s', string_agg(
      format('%L, %s', c, app.jsonb_value(p_target, c, p_operation, p_images)), ', ' order by position), p_id_type)
    from unnest((p_target).key_columns) with ordinality k (c, position))
end;

-- app.tenant_value(p_target app.audited_table, p_operation text, p_images boolean) returns text
-- SQL of tenant_id: the tenant column, or where that is null or there is none, the tenant of the context. Internal. A
-- column that is gone or no uuid says nothing, and TRUNCATE takes the rows of every tenant: unknown.
create function app.tenant_value(p_target app.audited_table, p_operation text, p_images boolean) returns text
language sql stable
set search_path = pg_catalog, pg_temp
return case
  when coalesce((p_target).tenant_column, '') = '' then 'v_tenant_id'
  when p_operation = 'TRUNCATE' then 'app.unknown_tenant()'
  when p_images then (
    select format('app.tenant_in(%s, %L, v_tenant_id, %s)', image, (p_target).tenant_column,
      case p_operation when 'BASELINE' then (p_target).relation::oid::text else 'tg_relid' end)
    from app.read_side(p_operation))
  when app.is_uuid_column((p_target).relation, (p_target).tenant_column) then
    format('coalesce(%s, v_tenant_id)',
      app.typed_value(p_target, (p_target).tenant_column, 'uuid', p_operation, false))
  else 'app.unknown_tenant()'
end;

-- app.actor_value(p_target app.audited_table, p_operation text, p_images boolean) returns text
-- SQL of changed_by. Internal. It is the user of the context, else the column that names who did this: created_by of an
-- insert, updated_by of an update, deleted_by of a soft delete. A deleted row only names its previous editor, so
-- nobody.
create function app.actor_value(p_target app.audited_table, p_operation text, p_images boolean) returns text
language sql stable
set search_path = pg_catalog, pg_temp
return (
  select case
    when p_operation = 'INSERT' and 'created_by' = any (uuids) then
      format('coalesce(v_user_id, %s)', app.typed_value(p_target, 'created_by', 'uuid', 'INSERT', p_images))
    when p_operation in ('UPDATE', 'ONE UPDATE', 'ARRIVAL') and uuids && array['updated_by', 'deleted_by'] then
      format('coalesce(%s)', concat_ws(', ',
        'v_user_id',
        case when 'deleted_by' = any (uuids) then
          app.render_sql($sql$
            case when {now} is distinct from null and {before} is not distinct from null then {deleted_by} end
          $sql$, jsonb_build_object(
            'now', app.column_value(p_target, 'deleted_at', 'INSERT', p_images),
            'before', case p_operation
              when 'ARRIVAL' then 'null' else app.column_value(p_target, 'deleted_at', 'DELETE', p_images) end,
            'deleted_by', app.typed_value(p_target, 'deleted_by', 'uuid', 'INSERT', p_images)))
        end,
        case when 'updated_by' = any (uuids) then
          app.typed_value(p_target, 'updated_by', 'uuid', 'INSERT', p_images)
        end))
    else 'v_user_id'
  end
  from (
    select coalesce(array_agg(attname::text), '{}') as uuids from pg_attribute
    where attrelid = (p_target).relation and atttypid = 'uuid'::regtype and not attisdropped
      and attname <> all ((p_target).excluded_columns || (p_target).redacted_columns)) a);

-- app.changed_by_value(p_target app.audited_table, p_operation text, p_images boolean) returns text
-- SQL of changed_by; for a CHANGE that of the operation the trigger fires for. Internal.
create function app.changed_by_value(p_target app.audited_table, p_operation text, p_images boolean) returns text
language sql stable
set search_path = pg_catalog, pg_temp
return case
  when p_operation <> 'CHANGE' then app.actor_value(p_target, p_operation, p_images)
  else app.render_sql($sql$
        case tg_op
          when 'INSERT' then {created}
          when 'UPDATE' then {updated}
          else v_user_id end
  $sql$, jsonb_build_object(
    'created', app.actor_value(p_target, 'INSERT', p_images),
    'updated', app.actor_value(p_target, 'UPDATE', p_images)))
end;
