-- app.parse_context_names(p_setting text, p_value text) returns text[]
-- Reads the value of a setting as a list of names, or raises 22P02 or 54000 naming the setting. Internal.
-- The names are separated by commas (Post,User) or form an array literal ({Post,User}). Empty names are left out. The
-- body has no backslash in a plain literal: it is read in the session's mode, and with standard_conforming_strings off
-- the backslash would be lost. Not parallel safe, like every function that catches errors: before PostgreSQL 17 a
-- parallel worker cannot start the subtransaction.
create function app.parse_context_names(p_setting text, p_value text) returns text[]
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_names text[];
begin
  if app.is_too_long(p_value, 8192) then
    perform app.refuse_long_setting(p_setting, p_value, 8192);
  end if;
  v_names := (
    select coalesce(array_agg(name order by position), '{}')
    from unnest(case
      when p_value ~ '^[[:space:]]*{' then p_value::text[]
      else regexp_split_to_array(btrim(p_value, E' \t\r\n'), '[[:space:]]*,[[:space:]]*')
    end) with ordinality n (name, position)
    where name <> '');
  perform app.require_short_names(p_setting, v_names);
  return v_names;
exception when data_exception then
  perform app.refuse_setting(p_setting, p_value, 'a list of names', 'Post,User');
end
$function$;

-- app.require_short_names(p_setting text, p_names text[]) returns void
-- Requires that names can be stored with every row, and that an index takes each. Internal.
--   p_setting  the setting that has them
-- Errors: 54000 naming the setting.
create function app.require_short_names(p_setting text, p_names text[]) returns void
language plpgsql stable parallel safe
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_name text := (select name from unnest(p_names) name where app.is_too_long(name) limit 1);
begin
  if v_name is not null then
    perform app.refuse_long_setting(p_setting, v_name, 512, 'has a name that is too long');
  end if;
  -- Each is a row for readers, rewritten with every tenant that a given cascade reaches.
  if cardinality(p_names) > 100 then
    raise exception using
      errcode = 'program_limit_exceeded',
      message = format('setting %s has too many names', p_setting),
      detail = format('It has %s.', cardinality(p_names)),
      hint = 'Name at most 100 types, or use app.begin_mutation and app.end_mutation, which have no such limit.';
  end if;
  v_name := array_to_string(p_names, ',');
  if app.is_too_long(v_name, 8192) then
    perform app.refuse_long_setting(p_setting, v_name, 8192, 'has too many names');
  end if;
end
$function$;

-- app.context_names(p_setting text) returns text[]
-- Reads a setting of the mutation context as a list of names; null when it is unset or empty. Internal.
--   p_setting  name of the setting, for example app.cascade_entities: Post,User or {Post,User}
-- Errors: 22P02 when the value starts with { and is no array literal, 54000 when it has more than 100 names, 8192 bytes
--   or a name of more than 512, naming the setting.
create function app.context_names(p_setting text) returns text[]
language sql stable
return case
  when app.context_text(p_setting) is not null then app.parse_context_names(p_setting, app.context_text(p_setting))
end;
