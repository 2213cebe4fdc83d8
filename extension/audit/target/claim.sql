-- How a function that runs as the owner of the extension knows that its caller owns a table. The caller comments on the
-- table, which only its owner may do, with a text that nobody can know before the transaction; the function looks for
-- that comment, and the caller puts the former comment back. So whoever claimed a table holds the lock of that comment.
-- The role of the session would not do: where a SECURITY DEFINER function of somebody else stands between, it is a role
-- that asked for nothing.

-- app.claim_text(p_table regclass) returns text
-- The comment that claims a table in this transaction. Internal. With the rights of the extension's owner, who alone
-- reads the secret: a claim for a later transaction could be made by an owner to be, or a former one.
create function app.claim_text(p_table regclass) returns text
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $function$
begin
  return 'claimed for specql_cdc: ' || (
    select encode(sha256(k.key || convert_to(format('%s of %s', pg_current_xact_id(), p_table::oid), 'UTF8')), 'hex')
    from app.mutation_key k);
end
$function$;

-- app.claim_table(p_table regclass) returns text
-- Claims a table of the caller's for the rest of the transaction, or until app.release_table. Internal; with the
-- caller's rights.
-- Returns the former comment. Errors: 42501 when the caller does not own the table.
create function app.claim_table(p_table regclass) returns text
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_comment text := obj_description(p_table, 'pg_class');
begin
  execute format('comment on table %s is %L', p_table, app.claim_text(p_table));
  return v_comment;
end
$function$;

-- app.release_table(p_table regclass, p_comment text) returns void
-- Ends a claim: the table gets its former comment again. Internal; with the caller's rights.
create function app.release_table(p_table regclass, p_comment text) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
begin
  execute format('comment on table %s is %L', p_table, p_comment);
end
$function$;

-- app.is_claimed(p_table regclass) returns boolean
-- Whether an owner of the table has claimed it in this transaction. Internal.
create function app.is_claimed(p_table regclass) returns boolean
language sql volatile
set search_path = pg_catalog, pg_temp
return coalesce(obj_description(p_table, 'pg_class') = app.claim_text(p_table), false);

-- app.require_claim(p_table regclass) returns void
-- Refuses to act for a caller who has not shown that the table is its own. Internal.
-- Errors: 42501 naming the table.
create function app.require_claim(p_table regclass) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
begin
  if not app.is_claimed(p_table) then
    raise exception using
      errcode = 'insufficient_privilege',
      message = format('table %s was not claimed by its owner', p_table),
      detail = 'This function is a part of others, which claim the table with the rights of their caller.',
      hint = 'Call app.enable_audit_cascade, app.disable_audit_cascade or app.write_audit_baseline.';
  end if;
end
$function$;
