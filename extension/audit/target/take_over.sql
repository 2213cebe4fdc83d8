-- app.take_over(p_target app.audited_table) returns void
-- Gives the owner of the extension what a restored dump left with the former owner. Internal; as the owner of the
-- extension, after app.require_own_objects.
create function app.take_over(p_target app.audited_table) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_object record;
begin
  for v_object in
    select case o.kind when 'partition' then 'table' else o.kind end as kind, o.name
    from app.existing_objects(p_target) o
    where o.kind in ('table', 'partition', 'view', 'function') and pg_get_userbyid(o.owner) <> current_user
    order by o.kind, o.name
  loop
    execute format('alter %s %s owner to %I', v_object.kind, v_object.name, current_user);
  end loop;
end
$function$;
