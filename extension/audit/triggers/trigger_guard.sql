-- What keeps a trigger function from writing the history of its entity for any other table. Whoever owns a partitioned
-- table may attach its trigger function, as a new partition gets the row trigger only then.

-- app.audited_relation(p_entity text, p_relation oid) returns oid
-- The table of an entity. Internal. Immutable, so that the planner folds it: asked once for each trigger and session.
--   p_relation  the table when it was enabled, for a transaction whose snapshot is older than that
create function app.audited_relation(p_entity text, p_relation oid) returns oid
language plpgsql immutable
set search_path = pg_catalog, pg_temp
as $function$
begin
  return coalesce((select t.relation from app.audited_table t where t.entity = p_entity), p_relation);
end
$function$;

-- app.is_covered(p_relation oid, p_entity text, p_covered oid[]) returns boolean
-- Whether a relation is the table of an entity or belongs to it. Internal. Partitions are looked up, and not with the
-- snapshot, which may be older than they are.
--   p_covered  the table and its children when it was enabled; in a restored database they have other oids
create function app.is_covered(p_relation oid, p_entity text, p_covered oid[]) returns boolean
language plpgsql immutable
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_table oid := app.audited_relation(p_entity, p_covered[1]);
begin
  return p_relation = v_table
    or v_table = p_covered[1] and p_relation = any (p_covered)
    or v_table <> p_covered[1] and p_relation in (
      select r.relation from app.audited_table t cross join lateral app.covered_relations(t) r (relation)
      where t.entity = p_entity)
    or exists (select from pg_partition_ancestors(p_relation) a (relation) where a.relation = v_table);
end
$function$;

-- app.refuse_trigger(p_name name, p_relation regclass, p_entity text) returns void
-- Refuses to write for a trigger that auditing did not make. Internal.
-- Errors: 55000 naming the trigger.
create function app.refuse_trigger(p_name name, p_relation regclass, p_entity text) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
begin
  raise exception using
    errcode = 'object_not_in_prerequisite_state',
    message = format('trigger %I of %s may not write the history of entity %s', p_name, p_relation, p_entity),
    detail = 'Auditing did not make it, or the table no longer belongs to the audited one.',
    hint = format('Drop it: drop trigger %I on %s.', p_name, p_relation);
end
$function$;

-- app.trigger_guard(p_target app.audited_table) returns text
-- The first statements of a trigger function. Internal. A partition that was detached keeps its trigger for TRUNCATE,
-- which writes nothing then.
create function app.trigger_guard(p_target app.audited_table) returns text
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_partitioned boolean := (select relkind = 'p' from pg_class where oid = (p_target).relation);
begin
  if (p_target).level = 'statement' then
    return app.render_sql($sql$
  if tg_relid <> app.audited_relation({entity:L}, {relation:L}::regclass) then
    perform app.refuse_trigger(tg_name, tg_relid, {entity:L});
  end if;
    $sql$, jsonb_build_object('entity', (p_target).entity, 'relation', (p_target).relation::oid));
  end if;
  return app.render_sql($sql$
  if tg_op = 'TRUNCATE' then
    if not app.is_covered(tg_relid, {entity:L}, {covered:L}::regclass[]) then
      return null;
    end if;
    {own_truncate}
  -- Both functions are asked once for each trigger and session, and again after an ALTER: see app.row_way.
  elsif (
    case app.relation_of(case when false then new end)
      when tg_relid then
        app.is_covered(app.relation_of(case when false then new end), {entity:L}, {covered:L}::regclass[])
      when 0 then app.is_covered(tg_relid, {entity:L}, {covered:L}::regclass[]) end
    {own_row}) is not true
  then
    perform app.refuse_trigger(tg_name, tg_relid, {entity:L});
  end if;
  $sql$, jsonb_build_object(
    'entity', (p_target).entity,
    'covered', (
      select array_agg(r.oid order by r.oid <> (p_target).relation::oid, r.oid)
      from app.covered_relations(p_target) r (oid)
      where not v_partitioned or r.oid = (p_target).relation)::oid[]::text,
    'own_row', case when v_partitioned then format($$and tg_name = %L and tg_when = 'AFTER'$$,
      app.trigger_name((p_target).entity, 'row')) else '' end,
    'own_truncate', case when v_partitioned then app.render_sql($sql$
    if tg_name <> {name:L} or tg_when <> {when:L} then
      perform app.refuse_trigger(tg_name, tg_relid, {entity:L});
    end if;
    $sql$, jsonb_build_object(
      'name', app.trigger_name((p_target).entity, 'truncate'),
      'when', case (p_target).storage when 'embedded' then 'BEFORE' else 'AFTER' end,
      'entity', (p_target).entity)) else '' end));
end
$function$;
