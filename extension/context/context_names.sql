-- app.parse_context_names(p_setting text, p_value text) returns text[]
-- Reads the value of a setting as a list of names, or raises 22P02 naming the setting. Internal.
-- The names are separated by commas (Post,User) or form an array literal ({Post,User}). Empty names are left out. The
-- body has no backslash in a plain literal: it is read in the session's mode, and with standard_conforming_strings off
-- the backslash would be lost. Not parallel safe, like every function that catches errors: before PostgreSQL 17 a
-- parallel worker cannot start the subtransaction.
create function app.parse_context_names(p_setting text, p_value text) returns text[]
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
begin
  return (
    select coalesce(array_agg(name order by position), '{}')
    from unnest(case
      when p_value ~ '^[[:space:]]*{' then p_value::text[]
      else regexp_split_to_array(btrim(p_value, E' \t\r\n'), '[[:space:]]*,[[:space:]]*')
    end) with ordinality n (name, position)
    where name <> '');
exception when data_exception then
  perform app.refuse_setting(p_setting, p_value, 'a list of names', 'Post,User');
end
$function$;

-- app.context_names(p_setting text) returns text[]
-- Reads a setting of the mutation context as a list of names; null when it is unset or empty. Internal.
--   p_setting  name of the setting, for example app.cascade_entities: Post,User or {Post,User}
-- Errors: 22P02 when the value starts with { and is no array literal, naming the setting.
create function app.context_names(p_setting text) returns text[]
language sql stable
return case
  when app.context_text(p_setting) is not null then app.parse_context_names(p_setting, app.context_text(p_setting))
end;
