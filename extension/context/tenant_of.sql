-- Which tenant a row belongs to. Two uuids are reserved: nil stands for rows of no tenant, and the largest one for rows
-- whose tenant cannot be told. Nobody can be granted the latter: only roles that read every tenant read such rows.

-- app.no_tenant() returns uuid
-- Stands for rows that belong to no tenant. Internal.
create function app.no_tenant() returns uuid
language sql immutable parallel safe
return '00000000-0000-0000-0000-000000000000'::uuid;

-- app.unknown_tenant() returns uuid
-- Stands for rows whose tenant cannot be told. Internal.
create function app.unknown_tenant() returns uuid
language sql immutable parallel safe
return 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid;

-- app.is_uuid_column(p_relation oid, p_column text) returns boolean
-- Whether the column of a table is a uuid. Internal.
create function app.is_uuid_column(p_relation oid, p_column text) returns boolean
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
begin
  return exists (
    select from pg_attribute
    where attrelid = p_relation and attname = p_column and atttypid = 'uuid'::regtype and not attisdropped);
end
$function$;

-- app.tenant_in(p_image jsonb, p_column text, p_context uuid, p_relation oid) returns uuid
-- The tenant of a row by its image. Internal. It is that of the context when the column is null. A column that is
-- gone or holds no uuid says nothing: unknown.
--   p_relation  the table, where the type of a null is looked up
create function app.tenant_in(p_image jsonb, p_column text, p_context uuid, p_relation oid) returns uuid
language sql stable
return case
  when p_image -> p_column = 'null' then
    case when app.is_uuid_column(p_relation, p_column) then p_context else app.unknown_tenant() end
  else coalesce(app.text_as_uuid(p_image ->> p_column), app.unknown_tenant())
end;
