-- The settings that images depend on: one value must have one image, whatever a session displays it as, and a float
-- keeps every digit. A function that pins one takes half a microsecond more, so each is pinned where it matters only.

-- app.image_settings(p_types oid[]) returns text[]
-- The settings, as name=value, that the image of a row with columns of these types depends on, but for the time zone.
-- Internal. A type that the snapshot does not show may need any.
create function app.image_settings(p_types oid[]) returns text[]
language sql stable
set search_path = pg_catalog, pg_temp
begin atomic
  with needs as (
    select
      coalesce(bool_or(t.oid is null), false) as unknown,
      coalesce(bool_or(
        t.typtype not in ('d', 'e') and t.typsubscript <> 'array_subscript_handler'::regproc and t.oid <> all (array[
          'boolean', '"char"', 'smallint', 'integer', 'bigint', 'numeric', 'text', 'varchar', 'bpchar', 'name', 'uuid',
          'json', 'jsonb', 'date', 'time', 'timetz', 'timestamp', 'timestamptz', 'inet', 'cidr']::regtype[])),
        false) as styles,
      coalesce(bool_or(t.oid = 'money'::regtype), false) as money,
      coalesce(bool_or(t.typname ~ '^reg' and t.oid < 16384), false) as names
    from app.types_within(p_types) part (oid) left join pg_type t on t.oid = part.oid)
  select
    case when styles or unknown then
      array['DateStyle=ISO', 'IntervalStyle=postgres', 'extra_float_digits=1', 'bytea_output=hex']
    else '{}' end
    || case when money or unknown then array['lc_monetary=C'] else '{}' end
    || case when names or unknown then array['quote_all_identifiers=off'] else '{}' end
    || case
      when unknown or exists (select from unnest(p_types) type where app.image_kind(type) in ('list', 'json list'))
        then array['array_nulls=on']
      else '{}' end
  from needs;
end;

-- app.pin_settings(p_settings text[]) returns text[]
-- Changes settings for the transaction, and returns those there were, to be given to another call. Internal.
--   p_settings  as name=value
create function app.pin_settings(p_settings text[]) returns text[]
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_before text[] := array(
    select format('%s=%s', name, current_setting(name))
    from unnest(p_settings) s cross join split_part(s, '=', 1) name);
begin
  perform set_config(split_part(s, '=', 1), substr(s, strpos(s, '=') + 1), true) from unnest(p_settings) s;
  return v_before;
end
$function$;
