-- app.require_readable(p_target app.audited_table) returns void
-- Refuses the embedded form for a table that the owner of the extension may not read: there TRUNCATE is audited by
-- reading the rows, with that role's rights. Internal; as the owner of the extension.
-- Errors: 42501.
create function app.require_readable(p_target app.audited_table) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_schema regnamespace := (select relnamespace from pg_class where oid = (p_target).relation);
begin
  if (p_target).storage = 'embedded'
    and not (
      has_table_privilege((p_target).relation, 'select') and has_schema_privilege(v_schema::oid, 'usage'))
  then
    raise exception using
      errcode = 'insufficient_privilege',
      message = format('%s, who owns the extension, may not read %s', current_user, (p_target).relation),
      detail = 'In the embedded form TRUNCATE is audited by reading the rows.',
      hint = format('Run: grant usage on schema %s to %I; ', v_schema, current_user)
        || format('grant select on %s to %I.', (p_target).relation, current_user);
  end if;
end
$function$;
