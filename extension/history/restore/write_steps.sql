-- app.write_steps(p_steps app.row_change[], p_search_path text) returns app.row_change[]
-- Takes changes back one after the other. Internal; with the caller's rights. The rows that one statement inserted or
-- deleted may refer to each other, so rows of a table that come or go one after the other do so in one statement.
--   p_search_path  what the triggers of the tables find
-- Returns the last images it wrote as after.
-- Errors: unique_violation or exclusion_violation when no order is left; otherwise the server's own.
create function app.write_steps(p_steps app.row_change[], p_search_path text) returns app.row_change[]
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_part record;
  v_written app.row_change[] := '{}';
begin
  for v_part in
    select k.kind, array_agg(row(k.typename, k.key, k.before, k.after)::app.row_change order by k.position) as steps
    from (
      select s.*, s.position - row_number() over (partition by s.typename, s.kind order by s.position) as part
      from (
        select u.*,
          case when u.before is null then 'delete' when u.after is null then 'insert' else 'update' end as kind
        from unnest(p_steps) with ordinality u (typename, key, before, after, position)) s) k
    group by k.typename, k.kind, k.part
    order by min(k.position)
  loop
    v_written := v_written || case v_part.kind
      when 'update' then app.write_updates(v_part.steps, p_search_path)
      else app.write_rows(v_part.steps, p_search_path) end;
  end loop;
  return array(
    select row(w.typename, w.key, w.before, w.after)::app.row_change
    from (
      select distinct on (u.typename, u.key) u.*
      from unnest(v_written) with ordinality u (typename, key, before, after, position)
      order by u.typename, u.key, u.position desc) w);
end
$function$;

-- app.write_updates(p_steps app.row_change[], p_search_path text) returns app.row_change[]
-- Takes updates of a table back one after the other. Internal; with the caller's rights. The audit rows of one UPDATE
-- do not say which row it changed first. So an update that a constraint refuses is tried again after the others, the
-- other way round: that frees a row of values from either end.
-- Returns and errors as app.write_steps; the images are in the order in which it wrote them.
create function app.write_updates(p_steps app.row_change[], p_search_path text) returns app.row_change[]
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_turnable boolean := (select count(*) = count(distinct key) from unnest(p_steps));
  v_waiting app.row_change[] := p_steps;
  v_step app.row_change;
  v_refused app.row_change[];
  v_written app.row_change[] := '{}';
begin
  while v_waiting <> '{}' loop
    v_refused := '{}';
    foreach v_step in array v_waiting loop
      -- The updates of one row keep their order.
      if not v_turnable and v_step.key in (select r.key from unnest(v_refused) r) then
        v_refused := v_refused || v_step;
        continue;
      end if;
      begin
        v_written := v_written || app.write_rows(array[v_step], p_search_path);
      exception when unique_violation or exclusion_violation then
        v_refused := v_refused || v_step;
      end;
    end loop;
    if cardinality(v_refused) = cardinality(v_waiting) then
      perform app.write_rows(v_refused[:1], p_search_path); -- for its error
    end if;
    v_waiting := case when v_turnable then
      array(select row(r.typename, r.key, r.before, r.after)::app.row_change
        from unnest(v_refused) with ordinality r (typename, key, before, after, position) order by r.position desc)
      else v_refused end;
  end loop;
  return v_written;
end
$function$;
