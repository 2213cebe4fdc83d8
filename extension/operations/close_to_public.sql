-- The default privileges of the installing role may grant PUBLIC access to new tables. Access to the extension's tables
-- is granted by the grant functions alone.
do $do$
declare
  v_relation regclass;
begin
  for v_relation in
    select c.oid from pg_depend d join pg_class c on c.oid = d.objid
    where d.classid = 'pg_class'::regclass and d.refclassid = 'pg_extension'::regclass and d.deptype = 'e'
      and d.refobjid = (select oid from pg_extension where extname = 'specql_cdc') and c.relkind in ('r', 'p', 'v', 'S')
  loop
    execute format('revoke all on table %s from public', v_relation);
  end loop;
end
$do$;
