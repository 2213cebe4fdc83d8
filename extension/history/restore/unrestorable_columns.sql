-- app.unrestorable_columns(p_transaction_id bigint, p_changes app.row_change[]) returns table (
--   relation regclass, reason text)
-- The columns whose former values the images of changes do not tell, a row for each table and reason. Internal.
--   p_transaction_id  the transaction that made the changes
-- An image lacks a column that was excluded then, and has *** for one that was redacted. That a column was hidden once
-- may no longer be known by its name: then what any column lacks is unknown. Of a column that was altered since, no
-- former value is written: nobody can know what it would be now.
create function app.unrestorable_columns(p_transaction_id bigint, p_changes app.row_change[]) returns table (
  relation regclass, reason text
)
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
begin
  return query
  with changed as materialized (
    select t.relation, t.key_columns, t.ignored_columns, c.before, c.after
    from unnest(p_changes) c join app.audited_table t on t.typename = c.typename),
  touched as materialized (
    select t.relation, t.once_hidden, app.has_columns(t.relation, t.once_hidden) as hidden_are_known,
      app.altered_columns(t.relation, p_transaction_id) as altered
    from app.audited_table t
    where t.typename in (select c.typename from unnest(p_changes) c)),
  present as materialized (
    select t.relation, a.attname::text as name,
      coalesce(app.altered_labels(a.atttypid, p_transaction_id), '{}') as labels,
      a.atttypid in (select e.enumtypid from pg_enum e) as is_enum,
      a.attname = any (t.once_hidden) or not t.hidden_are_known as maybe_hidden,
      a.attname = any (t.altered) as altered
    from touched t
    join pg_attribute a on a.attrelid = t.relation and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''),
  restored as (
    select c.relation, c.before, d.name
    from changed c
    cross join lateral (
      select k.name from jsonb_object_keys(c.before) k (name) where c.after is null
      union all
      select d.column_name from app.audit_diff(c.before, c.after) d
      where c.after is not null and d.column_name <> all (c.ignored_columns)) d
    where c.before is not null)
  select o.relation, format(o.text, string_agg(o.name, ', ' order by o.name))
  from (
    select c.relation, 'Its images lack the values of %s.' as text, p.name
    from changed c
    join present p on p.relation = c.relation and p.maybe_hidden
    cross join lateral (values (c.before), (c.after)) i (image)
    where i.image is not null and coalesce(i.image ->> p.name, case when not i.image ? p.name then '***' end) = '***'
    union
    select c.relation, 'Its rows had another key then, without %s.', k.name
    from changed c
    cross join lateral unnest(c.key_columns) k (name)
    where not coalesce(c.after, c.before) ? k.name
    union
    select r.relation, 'The columns %s were altered since, so their former values may mean something else.', r.name
    from restored r join present p on p.relation = r.relation and p.name = r.name
    where p.altered
    union
    select r.relation, 'The enum labels in %s were renamed or added since, so they may mean something else.', r.name
    from restored r join present p on p.relation = r.relation and p.name = r.name
    where case
      when p.is_enum then r.before ->> r.name = any (p.labels)
      else exists (select from unnest(p.labels) label where strpos(r.before ->> r.name, label) > 0) end) o
  group by o.relation, o.text
  union all
  select distinct c.relation, format('Its column %I is no longer there.', k.name)
  from changed c cross join lateral jsonb_object_keys(c.before) k (name)
  where not app.has_columns(c.relation, array[k.name::name])
  order by 1, 2;
end
$function$;
