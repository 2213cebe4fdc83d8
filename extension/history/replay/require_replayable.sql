-- app.require_replayable(p_target app.audited_table, p_at timestamptz) returns void
-- Requires that the audit rows determine the state at a time: none that would tell it were removed, and no partition or
-- child was truncated alone. Internal. Audit rows do not say which partition a row was in. A later TRUNCATE of the
-- whole table, or a baseline, makes the rows known again.
-- Errors: 55000 naming the partition, or since when the history is complete.
create function app.require_replayable(p_target app.audited_table, p_at timestamptz) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_marker record;
begin
  if p_at < p_target.complete_since or p_target.complete_since = 'infinity' then
    raise exception using
      errcode = 'object_not_in_prerequisite_state',
      message = case p_target.complete_since
        when 'infinity' then format('the history of %s is incomplete', p_target.relation)
        else format('the history of %s is complete since %s', p_target.relation, p_target.complete_since) end,
      detail = 'Audit rows that would tell what it held were removed.',
      hint = case p_target.complete_since
        when 'infinity' then format(
          'Make the later times known: select app.write_audit_baseline(%L).', p_target.relation)
        else 'Ask for a later time.' end;
  end if;
  execute format(
    $$select t.old_values ->> 'table' as relation, t.changed_at from app.truncations(%L) t
    where t.changed_at <= $1 and not (%s)
      and ($2 is null or not $2 between t.changed_at and $1)
      and exists (select from %s and a.changed_at < t.changed_at)
    order by t.changed_at desc limit 1$$,
    p_target.entity, app.truncates_whole_table(p_target), app.replayed_rows(p_target))
  into v_marker using p_at, p_target.baseline_at;
  if v_marker.relation is not null then
    raise exception using
      errcode = 'object_not_in_prerequisite_state',
      message = format('what rows %s held is not known after %s was truncated', p_target.relation, v_marker.relation),
      detail = format('That was at %s; the audit rows do not say which rows were in it.', v_marker.changed_at),
      hint = format('Ask for an earlier time, or make the later ones known: select app.write_audit_baseline(%L).',
        p_target.relation);
  end if;
end
$function$;
