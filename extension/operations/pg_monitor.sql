-- Members of PostgreSQL's own pg_monitor see what app.grant_monitor shows.
do $do$
declare
  v_right record;
begin
  for v_right in select r.* from app.rights('monitor') r loop
    execute format('grant %s on %s %s to pg_monitor', v_right.privilege, v_right.kind, v_right.object);
  end loop;
end
$do$;
