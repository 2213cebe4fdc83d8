-- app.restore_rows(p_changes app.row_change[], p_steps app.row_change[], p_search_path text) returns app.row_change[]
-- Restores rows to their images before the changes. Internal; with the caller's rights.
--   p_steps        every change of these rows, the latest first; the way to go where a unique or exclusion constraint
--                  is in the way of restoring all rows at once. Null when there is no other way
--   p_search_path  what the triggers of the tables find
-- Returns the rows that are not as the statement wrote them, as changes from the intended image to the current one.
-- Either a trigger prevented the write, or triggers of other rows changed the row afterwards, for example to keep a
-- count. The changes that a BEFORE trigger makes to the written row (a touched updated_at) are accepted. Money and XML
-- are read in the form that images have.
create function app.restore_rows(
  p_changes app.row_change[], p_steps app.row_change[], p_search_path text
) returns app.row_change[]
language plpgsql volatile
set search_path = pg_catalog, pg_temp
set lc_monetary = 'C'
set xmloption = 'content'
as $function$
declare
  v_written app.row_change[];
begin
  begin
    v_written := app.write_rows(p_changes, p_search_path);
  exception when unique_violation or exclusion_violation then
    begin
      v_written := case when p_steps is not null then app.write_steps(p_steps, p_search_path) end;
    exception when others then
      v_written := null;
    end;
  end;
  if v_written is null then
    v_written := app.write_rows(p_changes, p_search_path); -- for its error
  end if;
  return (
    select coalesce(array_agg(row(c.typename, c.key, c.before, c.image)::app.row_change), '{}')
    from (
      -- Grouped and not joined: the planner cannot know how many rows an array has.
      select s.typename, s.key,
        bool_or(s.is_written) as is_written,
        (array_agg(s.before) filter (where s.before is not null))[1] as before,
        (array_agg(s.written) filter (where s.written is not null))[1] as written,
        (array_agg(s.image) filter (where s.image is not null))[1] as image
      from (
        select p.typename, p.key, false as is_written, p.before, null::jsonb as written, null::jsonb as image
        from unnest(p_changes) p
        union all
        select w.typename, w.key, true, null, w.after, null from unnest(v_written) w
        union all
        select i.typename, i.key, false, null, null, i.image from app.current_images(p_changes) i) s
      group by s.typename, s.key) c
    join app.audited_table t on t.typename = c.typename
    where not c.is_written or (c.written is null) <> (c.image is null)
      or exists (select from app.audit_diff(c.written, c.image) d where d.column_name <> all (t.ignored_columns)));
end
$function$;
