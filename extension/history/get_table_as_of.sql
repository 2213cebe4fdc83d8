-- app.get_table_as_of(p_table regclass, p_at timestamptz default 'infinity') returns setof jsonb
-- The rows of a table at a time, as images in no particular order, replayed from its audit rows.
--   select r.* from app.get_table_as_of('blog.tb_post', now() - interval '1 hour') image,
--     jsonb_populate_record(null::blog.tb_post, image) r
--   p_table  an audited table
--   p_at     compared with the time of each change, not of its commit; default: everything that was recorded
-- Rows that were inserted before auditing and never changed since are missing until app.write_audit_baseline records
-- them. Excluded columns are missing, redacted columns are ***. In a table without a key, the ignored columns are
-- missing too. Images do not keep the spelling of a json value, the difference between SQL null and a JSON null, or
-- array bounds that do not start at 1. The function reads with the caller's rights: a role that may read the audit rows
-- of one tenant gets the rows of that tenant.
-- Errors: 42704 when the table is not audited; 22004 for a null p_at; 55000 for a time from before audit rows were
--   removed, after a partition was truncated alone, or when rows left a table without a key and their arrival has no
--   audit rows.
create function app.get_table_as_of(p_table regclass, p_at timestamptz default 'infinity') returns setof jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_target app.audited_table := app.find_audited_table(p_table);
begin
  perform app.require_value('p_at', p_at::text), app.require_replayable(v_target, p_at);
  if app.replays_by_key(v_target) then
    return query execute app.images_by_key(v_target) using p_at;
  else
    return query execute format(
      $$select k.image
      from (%s) k
      cross join lateral generate_series(
        1, case when k.copies > 0 then k.copies else app.refuse_unrecorded_row($2, k.image) end)$$,
      app.images_without_key(v_target)) using p_at, v_target;
  end if;
end
$function$;
