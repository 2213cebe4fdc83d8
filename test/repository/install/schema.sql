-- Schema app as lines of text, in the words of no particular version of PostgreSQL. $1: members of the extension, or what was generated.
with member (classid, objid) as (
  select classid, objid from pg_depend
  where refclassid = 'pg_extension'::regclass and refobjid = (select oid from pg_extension where extname = 'specql_cdc') and deptype = 'e'
),
dumped (oid, condition) as (
  select u.oid, u.condition from pg_extension, unnest(extconfig, extcondition) u (oid, condition) where extname = 'specql_cdc'
),
relation as (
  select c.*, c.oid::regclass::text as name,
    case c.relkind when 'v' then 'view' when 'S' then 'sequence' when 'c' then 'type' else 'table' end as kind
  from pg_class c
  where c.relnamespace = 'app'::regnamespace and c.relkind in ('r', 'p', 'v', 'S', 'c')
    and (exists (select from member m where (m.classid, m.objid) in (('pg_class'::regclass, c.oid), ('pg_type'::regclass, c.reltype))) = $1)
    -- A segment is as its log is.
    and not (c.relispartition and $1 and c.relname !~ '_s0$')
),
line (object, place, detail) as (
  select 'function ' || p.oid::regprocedure, 0, concat_ws(' ',
    format('function %s(%s) returns', p.oid::regproc, pg_get_function_arguments(p.oid)), pg_get_function_result(p.oid), 'language', l.lanname,
    case p.provolatile when 'i' then 'immutable' when 's' then 'stable' else 'volatile' end,
    case p.proparallel when 's' then 'parallel safe' when 'r' then 'parallel restricted' end,
    case when p.proisstrict then 'strict' end, case when p.prosecdef then 'security definer' end,
    (select string_agg('set ' || c, ' ') from unnest(p.proconfig) c),
    '-- ' || obj_description(p.oid, 'pg_proc'))
  from pg_proc p join pg_language l on l.oid = p.prolang
  where p.pronamespace = 'app'::regnamespace and exists (select from member m where (m.classid, m.objid) = ('pg_proc'::regclass, p.oid)) = $1
  union all
  select format('function %s', p.oid::regprocedure), 1, '  granted: ' || grants
  from pg_proc p cross join lateral (
    select string_agg(a.privilege_type || ' to ' || a.grantee::regrole, ', ' order by a.grantee) as grants
    from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a where a.grantee <> p.proowner) g
  where p.pronamespace = 'app'::regnamespace and grants is not null
  union all
  select r.kind || ' ' || r.name, 0, concat_ws(' ', r.kind, r.name, case when r.relispartition then pg_get_expr(r.relpartbound, r.oid) end,
    case when r.relkind = 'p' then 'partition by ' || pg_get_partkeydef(r.oid) end,
    'with (' || array_to_string(r.reloptions, ', ') || ')',
    case when r.relrowsecurity then 'row-level security' end, case when r.relforcerowsecurity then 'forced' end,
    case when r.relpersistence = 'u' then 'unlogged' end,
    (select 'cache ' || s.seqcache || ' as ' || s.seqtypid::regtype from pg_sequence s where s.seqrelid = r.oid),
    (select concat_ws(' ', 'dumped', nullif(d.condition, '')) from dumped d where d.oid = r.oid),
    '-- ' || coalesce(obj_description(r.oid, 'pg_class'), obj_description(r.reltype, 'pg_type')))
  from relation r
  union all
  select r.kind || ' ' || r.name, 1, '  granted: ' || grants
  from relation r cross join lateral (
    select string_agg(a.privilege_type || ' to ' || a.grantee::regrole, ', ' order by a.grantee, a.privilege_type) as grants
    from aclexplode(r.relacl) a where a.grantee <> r.relowner) g
  where grants is not null
  union all
  select r.kind || ' ' || r.name, 1 + a.attnum, concat_ws(' ', ' ', a.attname, format_type(a.atttypid, a.atttypmod),
    case when a.attnotnull then 'not null' end, 'default ' || pg_get_expr(d.adbin, d.adrelid), '-- ' || col_description(r.oid, a.attnum))
  from relation r join pg_attribute a on a.attrelid = r.oid left join pg_attrdef d on d.adrelid = r.oid and d.adnum = a.attnum
  where a.attnum > 0 and not a.attisdropped and r.relkind <> 'S' and not r.relispartition
  union all
  select r.kind || ' ' || r.name, 2000, '  constraint ' || c.conname || ' ' || pg_get_constraintdef(c.oid)
  from relation r join pg_constraint c on c.conrelid = r.oid
  where c.contype <> 'n' and not r.relispartition
  union all
  select r.kind || ' ' || r.name, 2001, '  ' || pg_get_indexdef(i.indexrelid)
  from relation r join pg_index i on i.indrelid = r.oid
  where not r.relispartition
  union all
  select r.kind || ' ' || r.name, 2002, '  ' || pg_get_triggerdef(t.oid)
  from relation r join pg_trigger t on t.tgrelid = r.oid
  where not t.tgisinternal
  union all
  select r.kind || ' ' || r.name, 2003, concat_ws(' ', '  policy', p.polname, 'for', p.polcmd, 'to', case when p.polroles = '{0}' then 'public' else p.polroles::regrole[]::text end,
    'using ' || regexp_replace(pg_get_expr(p.polqual, p.polrelid), '\s+', ' ', 'g'),
    'with check ' || regexp_replace(pg_get_expr(p.polwithcheck, p.polrelid), '\s+', ' ', 'g'))
  from relation r join pg_policy p on p.polrelid = r.oid
)
select detail as line from line order by object collate "C", place, detail collate "C"
