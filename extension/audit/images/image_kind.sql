-- app.image_kind(p_type oid) returns text
-- How an image holds a value of a type, so that nothing runs that is not built in. Internal.
--   plain      a built-in type, or a domain or array over one: as jsonb
--   json       as jsonb, or as its text when jsonb refuses it
--   json list  an array of json: as jsonb, or as a list of texts when jsonb refuses an element
--   list       an array of a type that is not built in: a list of the texts of its elements
--   text       everything else, for instance an enum, a composite, a range or an extension's type: its text
-- An array whose elements are not separated by commas (PostGIS) is a text. A type that the snapshot does not show yet
-- is one too.
create function app.image_kind(p_type oid) returns text
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_type record;
begin
  if p_type in (114, 199) or p_type < 16384 then
    return case p_type when 114 then 'json' when 199 then 'json list' else 'plain' end;
  end if;
  select t.typtype, t.typbasetype, t.typelem, t.typdelim,
    t.typlen = -1 and t.typsubscript = 'array_subscript_handler'::regproc as is_array
  into v_type from pg_type t where t.oid = p_type;
  return case
    when v_type.typtype = 'd' then app.image_kind(v_type.typbasetype)
    when v_type.is_array then
      case app.image_kind(v_type.typelem)
        when 'plain' then 'plain'
        when 'json' then 'json list'
        else case v_type.typdelim when ',' then 'list' else 'text' end
      end
    else 'text'
  end;
end
$function$;

-- app.built_in_type(p_type oid, p_modifier integer) returns text
-- The built-in type that images hold values of a type as, see app.image_kind. Internal.
--   p_modifier  of the column, such as its length
create function app.built_in_type(p_type oid, p_modifier integer) returns text
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_kind text := app.image_kind(p_type);
  v_type record;
begin
  if v_kind <> 'plain' then
    return case v_kind when 'list' then 'text[]' else 'text' end;
  elsif p_type < 16384 then
    return format_type(p_type, p_modifier);
  end if;
  select typbasetype, typtypmod, typelem into v_type from pg_type where oid = p_type;
  return case
    when v_type.typbasetype <> 0 then app.built_in_type(v_type.typbasetype, v_type.typtypmod)
    else app.built_in_type(v_type.typelem, -1) || '[]' end;
end
$function$;
