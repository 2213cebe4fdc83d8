-- Nobody but who installs may own schema app or create in it: an overload of a function of ours would run as whoever
-- calls it. A superuser takes over a schema that is empty, as it is where a dump is restored.
do $do$
declare
  v_schema record;
begin
  select n.oid, n.nspowner::regrole as owner,
    (select r.oid from pg_roles r where r.rolname = current_user) as installer,
    (select r.rolsuper from pg_roles r where r.rolname = current_user) as is_superuser,
    exists (select from pg_class c where c.relnamespace = n.oid)
      or exists (select from pg_proc p where p.pronamespace = n.oid)
      or exists (select from pg_type t where t.typnamespace = n.oid)
      or exists (select from pg_operator o where o.oprnamespace = n.oid) as is_used,
    (select string_agg(coalesce(quote_ident(r.rolname), 'public'), ', ' order by r.rolname)
     from aclexplode(n.nspacl) a left join pg_roles r on r.oid = a.grantee
     where a.privilege_type = 'CREATE' and a.grantee <> n.nspowner
       and r.rolname is distinct from current_user) as others
  into v_schema
  from pg_namespace n where n.nspname = 'app';
  if v_schema.owner <> v_schema.installer and v_schema.is_superuser and not v_schema.is_used then
    execute format('alter schema app owner to %I', current_user);
  elsif v_schema.owner <> v_schema.installer then
    raise exception using
      errcode = 'insufficient_privilege',
      message = format('schema app belongs to %s', v_schema.owner),
      detail = format('What its owner puts into it would run with the rights of %s.', current_user),
      hint = format('Run: alter schema app owner to %I.', current_user);
  end if;
  if v_schema.others is not null then
    raise exception using
      errcode = 'insufficient_privilege',
      message = format('schema app is open to %s', v_schema.others),
      detail = format('What they create in it would run with the rights of %s.', current_user),
      hint = format('Look what they made there, then run: revoke create on schema app from %s.', v_schema.others);
  end if;
end
$do$;
