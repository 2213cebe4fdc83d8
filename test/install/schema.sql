-- Everything the install script makes, one line an object, in a form that is the same on every PostgreSQL: what a change of the SQL
-- changes for its users shows in the difference of two of these.
with member as (
  select classid, objid, deptype from pg_depend
  where refclassid = 'pg_extension'::regclass
    and refobjid = (select oid from pg_extension where extname = 'specql_cdc') and deptype = 'e'
),
-- Who may do what, without the owner itself.
acl as (
  select objid, string_agg(format('%s=%s', case grantee when 0 then 'public' else pg_get_userbyid(grantee) end, privileges), ' ' order by grantee) as rights
  from (
    select o.objid, a.grantee, string_agg(a.privilege_type, ',' order by a.privilege_type) as privileges
    from (
      select oid as objid, coalesce(relacl, acldefault('r', relowner)) as acl, relowner as owner from pg_class
      union all
      select oid, coalesce(proacl, acldefault('f', proowner)), proowner from pg_proc) o
    cross join lateral aclexplode(o.acl) a
    where a.grantee <> o.owner
    group by 1, 2) g
  group by objid
),
line (sort, object) as (
  select 1, format('setting schema=%s relocatable=%s version=%s', extnamespace::regnamespace, extrelocatable, extversion)
  from pg_extension where extname = 'specql_cdc'
  union all
  select 2, format('%s %s%s', case c.relkind when 'r' then 'table' when 'p' then 'partitioned table' when 'v' then 'view' when 'S' then 'sequence' when 'c' then 'type' end,
    c.oid::regclass, concat(
      ' ' || nullif(array_to_string(c.reloptions, ','), ''),
      case when c.relrowsecurity then ' row level security' end,
      ' ' || pg_get_expr(c.relpartbound, c.oid),
      (select ' dumped' || coalesce(' ' || nullif(condition, ''), '') from pg_extension, unnest(extconfig, extcondition) d (relation, condition)
       where extname = 'specql_cdc' and d.relation = c.oid),
      ' rights ' || acl.rights))
  from member m join pg_class c on c.oid = m.objid left join acl on acl.objid = c.oid
  where m.classid = 'pg_class'::regclass and c.relkind <> 'i'
  union all
  select 3, format('column %s.%s %s %s%s%s', c.oid::regclass, lpad(a.attnum::text, 2, '0'), a.attname, format_type(a.atttypid, a.atttypmod),
    case when a.attnotnull then ' not null' end, ' default ' || pg_get_expr(d.adbin, d.adrelid))
  from member m join pg_class c on c.oid = m.objid
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
  where m.classid = 'pg_class'::regclass and c.relkind in ('r', 'p', 'v', 'c') and not c.relispartition
  union all
  select 4, format('constraint %s %s %s', c.conrelid::regclass, c.conname, pg_get_constraintdef(c.oid))
  from member m join pg_constraint c on c.conrelid = m.objid
  where m.classid = 'pg_class'::regclass and c.contype <> 'n' -- from 18 on NOT NULL is a constraint, too; the columns say it
  union all
  select 5, format('index %s', pg_get_indexdef(i.indexrelid))
  from member m join pg_index i on i.indrelid = m.objid join pg_class c on c.oid = m.objid
  where m.classid = 'pg_class'::regclass and not c.relispartition
  union all
  select 6, format('policy %s %s %s %s', p.polrelid::regclass, p.polname, p.polcmd, pg_get_expr(p.polqual, p.polrelid))
  from member m join pg_policy p on p.polrelid = m.objid where m.classid = 'pg_class'::regclass
  union all
  select 7, format('trigger %s', pg_get_triggerdef(t.oid))
  from member m join pg_trigger t on t.tgrelid = m.objid where m.classid = 'pg_class'::regclass and not t.tgisinternal
  union all
  select 8, format('function %s(%s) returns %s %s%s', p.oid::regproc, pg_get_function_arguments(p.oid), coalesce(pg_get_function_result(p.oid), ''),
    concat_ws(' ', l.lanname, case p.provolatile when 'i' then 'immutable' when 's' then 'stable' else 'volatile' end,
      case when p.prosecdef then 'definer' end, case when p.proisstrict then 'strict' end,
      case p.proparallel when 's' then 'parallel safe' end, array_to_string(p.proconfig, '; ')),
    ' rights ' || acl.rights)
  from member m join pg_proc p on p.oid = m.objid join pg_language l on l.oid = p.prolang left join acl on acl.objid = p.oid
  where m.classid = 'pg_proc'::regclass
)
select object from line order by sort, object collate "C"
