-- app.require_unchanged(p_changes app.row_change[], p_transaction_id bigint) returns void
-- Requires that the rows are still as the changes left them, and locks the rows. Internal; with the caller's rights.
--   p_transaction_id  the transaction that made the changes
-- Ignored columns may differ, as their changes leave no audit rows, and so may the name of an object.
-- Errors: 55000 naming the row and the columns.
create function app.require_unchanged(p_changes app.row_change[], p_transaction_id bigint) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_changed record;
begin
  select t.relation, c.key,
    case
      when c.after is null then 'There is such a row again.'
      when c.image is null then 'It was deleted.'
      else format('Its %s changed.', d.names)
    end as reason
  into v_changed
  from (
    -- Grouped and not joined: the planner cannot know how many rows an array has.
    select s.typename, s.key,
      (array_agg(s.after) filter (where s.after is not null))[1] as after,
      (array_agg(s.image) filter (where s.image is not null))[1] as image
    from (
      select w.typename, w.key, w.after, null::jsonb as image from unnest(p_changes) w
      union all
      select i.typename, i.key, null, i.image from app.current_images(p_changes) i) s
    group by s.typename, s.key) c
  join app.audited_table t on t.typename = c.typename
  cross join lateral (
    select string_agg(column_name, ', ') as names
    from app.audit_diff(c.after, c.image)
    where column_name <> all (t.ignored_columns)
      and not app.is_object_renamed(
        t, row(c.typename, c.key, null, c.after)::app.row_change, column_name::name, p_transaction_id)) d
  where (c.after is null) <> (c.image is null) or d.names is not null
  limit 1;
  if found then
    raise exception using
      errcode = 'object_not_in_prerequisite_state',
      message = format('row %s of %s was changed since', v_changed.key, v_changed.relation),
      detail = v_changed.reason,
      hint = 'Nothing was changed. Take back the later changes first, the latest first.';
  end if;
end
$function$;
