-- SQL of images. An image is a jsonb object of a row. It is written when a table is enabled, and when the columns of
-- the table have changed since. It never evaluates what is not built in: a type's casts to json or text are its
-- owner's. Its output function is only ever the database superuser's or PostgreSQL's, and concat() calls no other.

-- app.column_image(p_kind text, p_value text) returns text
-- SQL of a column as it is in an image. Internal. It can be parsed whatever the type of the column is by then.
--   p_kind   see app.image_kind
--   p_value  SQL of the column
create function app.column_image(p_kind text, p_value text) returns text
language sql immutable
set search_path = pg_catalog, pg_temp
return case p_kind
  when 'plain' then p_value
  else format('case when %s is distinct from null then %s end', p_value, format(case p_kind
    when 'json' then 'app.json_image(concat(%s))'
    when 'json list' then 'app.json_list_image(concat(%s))'
    when 'list' then 'concat(%s)::text[]'
    else 'concat(%s)' end, p_value)) end;

-- app.row_columns: the columns of a row in their order, and what an image shows of them.
create type app.row_columns as (
  names text[],
  types oid[],
  hidden text[],
  redacted text[],
  computed text[]
);
comment on type app.row_columns is
  'The columns of a row in their order with their types; the names of those an image leaves out, of those it shows as '
  '*** and of those that are computed when they are read.';

-- app.computed_columns(p_relation oid) returns text[]
-- The virtual generated columns of a table. Internal. An image leaves them out, as triggers see no value in them; they
-- follow from the others.
create function app.computed_columns(p_relation oid) returns text[]
language sql stable
set search_path = pg_catalog, pg_temp
return array(
  select attname from pg_attribute where attrelid = p_relation and attgenerated = 'v' and not attisdropped);

-- app.relation_columns(p_target app.audited_table, p_relation regclass) returns app.row_columns
-- The columns of an audited table or one of its descendants, as the catalogue has them. Internal.
create function app.relation_columns(p_target app.audited_table, p_relation regclass) returns app.row_columns
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
begin
  return (
    select row(
      coalesce(array_agg(attname::text order by attnum), '{}'),
      coalesce(array_agg(atttypid order by attnum), '{}'),
      (p_target).excluded_columns::text[],
      (p_target).redacted_columns::text[],
      -- As app.computed_columns, in the same query: enabling asks several dozen times.
      coalesce(array_agg(attname::text order by attnum) filter (where attgenerated = 'v'), '{}'))::app.row_columns
    from pg_attribute where attrelid = p_relation and attnum > 0 and not attisdropped);
end
$function$;

-- app.shows_whole_row(p_columns app.row_columns) returns boolean
-- Whether the image of a row is to_jsonb of it: every type is built in, and nothing is hidden or redacted. Internal.
create function app.shows_whole_row(p_columns app.row_columns) returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
return not (p_columns).names && ((p_columns).hidden || (p_columns).redacted || (p_columns).computed)
  and not exists (select from unnest((p_columns).types) type where app.image_kind(type) <> 'plain');

-- app.image_expression(p_columns app.row_columns, p_row text, p_prefix text) returns text
-- SQL of the image of a row. Internal. Hidden columns are not read; redacted ones are a constant.
--   p_row     SQL of the whole row
--   p_prefix  what its columns' names begin with, for instance 'new.'; may be empty
create function app.image_expression(p_columns app.row_columns, p_row text, p_prefix text) returns text
language sql stable
set search_path = pg_catalog, pg_temp
return case
  when app.shows_whole_row(p_columns) then format('to_jsonb(%s)', p_row)
  else (
    -- A function takes 100 arguments.
    select coalesce(string_agg(format('jsonb_build_object(%s)', part), ' || ' order by number), 'jsonb_build_object()')
    from (
      select (position - 1) / 50 as number, string_agg(format('%L, %s', name, value), ', ' order by position) as part
      from (
        select name, row_number() over (order by position) as position,
          case
            when name = any ((p_columns).redacted) then $$'***'::text$$
            else app.column_image(app.image_kind(type), p_prefix || quote_ident(name)) end as value
        from unnest((p_columns).names, (p_columns).types) with ordinality u (name, type, position)
        where name <> all ((p_columns).hidden || (p_columns).computed)) c
      group by 1) p)
end;
