-- app.restore_rows(p_changes app.row_change[]) returns app.row_change[]
-- Takes rows back to what they were before the changes. Internal; with the caller's rights.
-- Returns those that are not as its own statement left them, as changes from what they should be to what they are: a trigger kept the
-- statement from one, or triggers of other rows changed it in turn, as those that keep a count do. What a BEFORE trigger
-- makes of the row that is written (a touched updated_at) stands.
create function app.restore_rows(p_changes app.row_change[]) returns app.row_change[]
language plpgsql volatile
as $function$
declare
  v_written app.row_change[];
begin
  execute app.restore_statement(p_changes) into v_written using p_changes;
  return (
    select coalesce(array_agg(row(c.typename, c.key, c.before, i.image)::app.row_change), '{}')
    from unnest(p_changes) c
    join app.audited_table t on t.typename = c.typename
    left join unnest(v_written) w on w.typename = c.typename and w.key = c.key
    left join app.current_images(p_changes) i on i.typename = c.typename and i.key = c.key
    where w.typename is null or (w.after is null) <> (i.image is null)
      or exists (select from app.audit_diff(w.after, i.image) d where d.column_name <> all (t.ignored_columns)));
end
$function$;
revoke all on function app.restore_rows(app.row_change[]) from public;
comment on function app.restore_rows(app.row_change[]) is 'Internal: takes rows back; returns those that something else changed.';
