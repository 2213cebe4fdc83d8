-- Objects that have our names already are refused, all at once and before anything is made. The build writes the names:
-- a function has one of ours whatever its parameters are, as an overload may be called in the place of ours.
do $do$
declare
  v_functions text[] := '@createdFunctions@';
  v_relations text[] := '@createdRelations@';
  v_taken text := (
    select string_agg(o.name, ', ' order by o.name collate "C")
    from (
      select 'function ' || p.oid::regprocedure as name from pg_proc p
      where p.pronamespace = 'app'::regnamespace and p.proname = any (v_functions)
      union all
      select case c.relkind when 'v' then 'view ' when 'S' then 'sequence ' when 'i' then 'index ' else 'table ' end
        || format('app.%I', c.relname)
      from pg_class c
      where c.relnamespace = 'app'::regnamespace and c.relkind <> 'c' and c.relname = any (v_relations)
      union all
      select format('type app.%I', t.typname) from pg_type t
      where t.typnamespace = 'app'::regnamespace and t.typname = any (v_relations)
        and not exists (select from pg_class c where c.oid = t.typrelid and c.relkind <> 'c')) o);
begin
  if v_taken is not null then
    raise exception using
      errcode = 'duplicate_object',
      message = 'schema app has objects with names of the extension',
      detail = format('They are: %s.', v_taken),
      hint = 'Rename or drop them, then create the extension again.';
  end if;
end
$do$;
