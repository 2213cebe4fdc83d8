-- app.images_without_key(p_target app.audited_table) returns text
-- SQL for the images of the rows at time $1 in a table without a key, as (image, copies). Internal.
-- Each after image adds a copy, each before image removes one. A negative number of copies means that rows left the
-- table whose arrival has no audit row. Images are compared digit by digit (1.0 is not 1.00) and without the ignored
-- columns, whose changes leave no audit rows.
create function app.images_without_key(p_target app.audited_table) returns text
language sql stable
set search_path = pg_catalog, pg_temp
return (
  select format(
    $$select (s.image)::jsonb as image, sum(s.copies) as copies
    from (select %1$s as before, %2$s as after from %3$s) c
    cross join lateral (values ((c.before%4$s)::text, -1), ((c.after%4$s)::text, 1)) s (image, copies)
    where s.image is not null
    group by s.image having sum(s.copies) <> 0$$,
    app.audit_image(p_target, 'before'), app.audit_image(p_target, 'after'), app.replayed_rows(p_target),
    case when (p_target).ignored_columns <> '{}' then format(' - %L::text[]', (p_target).ignored_columns) end));

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
