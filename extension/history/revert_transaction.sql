-- app.revert_transaction_for(p_transaction_id bigint, p_search_path text) returns jsonb
-- What app.revert_transaction does, with its own search path. Internal.
--   p_search_path  that of the session, which the triggers of the tables find
create function app.revert_transaction_for(p_transaction_id bigint, p_search_path text) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
begin
  if not exists (select from app.get_transaction_changes(p_transaction_id)) then
    raise exception using
      errcode = 'undefined_object',
      message = format('p_transaction_id: no audit row has transaction %s', coalesce(p_transaction_id::text, 'null')),
      hint = 'Audit rows and app.mutation have it in transaction_id.';
  end if;
  return app.revert(concat('revert:transaction ', p_transaction_id), null, p_transaction_id, null, p_search_path);
end
$function$;

-- app.revert_transaction(p_transaction_id bigint) returns jsonb
-- Reverts every audited change of a transaction, including changes outside a mutation. See app.revert_mutation.
--   p_transaction_id  as in the audit rows; after a restore into another cluster an id may mean two transactions:
--                     prefer app.revert_mutation
-- Errors: those of app.revert_mutation; 42704 when no audit row has this transaction.
create function app.revert_transaction(p_transaction_id bigint) returns jsonb
language sql volatile
return app.revert_transaction_for(p_transaction_id, current_setting('search_path'));
