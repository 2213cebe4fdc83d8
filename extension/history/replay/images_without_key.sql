-- app.images_without_key(p_target app.audited_table) returns text
-- SQL for the images of the rows at time $1 in a table without a key, as (image, copies). Internal.
-- Each after image adds a copy, each before image removes one. A negative number of copies means that rows left the
-- table whose arrival has no audit row. Images are compared digit by digit (1.0 is not 1.00) and without the ignored
-- columns, whose changes leave no audit rows.
create function app.images_without_key(p_target app.audited_table) returns text
language sql stable
set search_path = pg_catalog, pg_temp
return app.render_sql($sql$
  select (s.image)::jsonb as image, sum(s.copies) as copies
  from (select {before} as before, {after} as after from {replayed_rows}) c
  cross join lateral (values (({compared_before})::text, -1), (({compared_after})::text, 1)) s (image, copies)
  where s.image is not null
  group by s.image having sum(s.copies) <> 0
$sql$, jsonb_build_object(
  'before', app.audit_image(p_target, 'before'),
  'after', app.audit_image(p_target, 'after'),
  'replayed_rows', app.replayed_rows(p_target),
  'compared_before', app.compared_image(p_target, 'c.before'),
  'compared_after', app.compared_image(p_target, 'c.after')));

-- app.refuse_unrecorded_row(p_target app.audited_table, p_image jsonb) returns bigint
-- Raises 55000 for a row that left a table without a key and whose arrival has no audit row. Internal.
create function app.refuse_unrecorded_row(p_target app.audited_table, p_image jsonb) returns bigint
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
begin
  raise exception using
    errcode = 'object_not_in_prerequisite_state',
    message = format('the audit rows of %s do not account for its rows', p_target.relation),
    detail = format(
      'A row left that never came: %s. '
        'It was there before auditing began, or came while it was off, or columns changed.',
      left(p_image::text, 100)),
    hint = format('From now on they do after: select app.write_audit_baseline(%L).', p_target.relation);
end
$function$;
