-- app.revert_changes(p_transaction_id bigint, p_mutation_id uuid, p_search_path text) returns void
-- Reverts the changes of a mutation. Internal; with the caller's rights.
--   p_mutation_id  null for every change of the transaction
-- Rows that the triggers of other rows changed in turn are restored once more. If the triggers change them again, it is
-- an error.
-- Errors: those of app.require_revertible and app.require_unchanged; 55000 when a row cannot be restored or other rows
--   would change too.
create function app.revert_changes(p_transaction_id bigint, p_mutation_id uuid, p_search_path text) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_started timestamptz := clock_timestamp();
  v_changes app.row_change[];
  v_disturbed app.row_change[];
  v_obstacle record;
begin
  perform app.require_revertible(p_transaction_id, p_mutation_id);
  v_changes := array(select c from app.net_changes(p_transaction_id, p_mutation_id) c);
  perform app.require_unchanged(v_changes, p_transaction_id);
  v_disturbed := app.restore_rows(
    v_changes, app.reverse_steps(p_transaction_id, p_mutation_id, v_changes), p_search_path);
  if v_disturbed <> '{}' then
    v_disturbed := app.restore_rows(v_disturbed, null, p_search_path);
  end if;

  select t.relation, d.key, 'A trigger keeps it from being what it was.' as reason into v_obstacle
  from unnest(v_disturbed) d join app.audited_table t on t.typename = d.typename
  union all
  select t.relation, o.key, 'It is no part of what is taken back, but a trigger or foreign key changes it too.'
  from (
    select c.typename, app.image_key(t.key_columns, c.old_values) as key
    from app.get_transaction_changes(pg_current_xact_id()::text::bigint) c
    join app.audited_table t on t.typename = c.typename
    where c.changed_at >= v_started and c.operation_type <> 'INSERT'
    except
    select c.typename, c.key from unnest(v_changes) c) o
  join app.audited_table t on t.typename = o.typename
  limit 1;
  if found then
    raise exception using
      errcode = 'object_not_in_prerequisite_state',
      message = format('taking this back fails at row %s of %s', v_obstacle.key, v_obstacle.relation),
      detail = v_obstacle.reason,
      hint = 'Nothing was changed. Take back later changes first, or change the rows yourself.';
  end if;
end
$function$;
