-- app.require_owner(p_relation regclass) returns void
-- Refuses a table that is not the caller's. Internal; with the caller's rights. A table that is gone passes.
-- Errors: 42501 naming its owner.
create function app.require_owner(p_relation regclass) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_owner regrole := (select relowner from pg_class where oid = p_relation);
begin
  if not pg_has_role(v_owner, 'usage') then
    raise exception using
      errcode = 'insufficient_privilege',
      message = format('p_table %s is not yours', p_relation),
      detail = 'Only its owner decides whether and how it is audited.',
      hint = format('Its owner, %s, may do this.', v_owner);
  end if;
end
$function$;
