-- app.get_table_as_of(p_table regclass, p_at timestamptz default 'infinity') returns setof jsonb
-- The rows a table held at a time, replayed from its audit rows alone, as images in no order.
--   select r.* from app.get_table_as_of('blog.tb_post', now() - interval '1 hour') image,
--     jsonb_populate_record(null::blog.tb_post, image) r
--   p_table  an audited table
--   p_at     a change counts from when it was made, not from its commit; default: everything that was recorded
-- Rows from before auditing that never changed since are not known, until app.write_audit_baseline writes them down.
-- Excluded columns are missing, redacted ones are ***; of a table without a key the ignored columns are missing too.
-- What an image cannot hold is lost: how a json value was spelled, the difference between SQL null and a JSON null,
-- array bounds that do not start at 1. Reads with the caller's own rights: who may see one tenant's audit rows gets the
-- rows of that tenant.
-- Errors: 42704 when the table is not audited; 22004 for a null p_at; 55000 after a partition was truncated alone, or
--   when a table without a key lost rows that the audit rows never saw come.
create function app.get_table_as_of(p_table regclass, p_at timestamptz default 'infinity') returns setof jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_target app.audited_table := app.find_audited_table(p_table);
begin
  perform app.require_value('p_at', p_at::text), app.require_replayable(v_target, p_at);
  if app.replays_by_key(v_target) then
    return query execute app.known_rows(v_target) using p_at;
  else
    return query execute format(
      'select k.image from (%s) k cross join lateral generate_series(1, case when k.copies > 0 then k.copies else app.refuse_unaccounted($2, k.image) end)',
      app.known_images(v_target)) using p_at, v_target;
  end if;
end
$function$;
