-- app.restore_rows(p_changes app.row_change[], p_search_path text) returns app.row_change[]
-- Restores rows to their images before the changes. Internal; with the caller's rights.
--   p_search_path  what the triggers of the tables find
-- Returns the rows that are not as the statement wrote them, as changes from the intended image to the current one.
-- Either a trigger prevented the write, or triggers of other rows changed the row afterwards, for example to keep a
-- count. The changes that a BEFORE trigger makes to the written row (a touched updated_at) are accepted. Money and XML
-- are read in the form that images have.
create function app.restore_rows(p_changes app.row_change[], p_search_path text) returns app.row_change[]
language plpgsql volatile
set search_path = pg_catalog, pg_temp
set lc_monetary = 'C'
set xmloption = 'content'
as $function$
declare
  v_written app.row_change[];
begin
  execute app.restore_statement(p_changes) into v_written using p_changes, p_search_path;
  perform set_config('search_path', 'pg_catalog, pg_temp', true);
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
