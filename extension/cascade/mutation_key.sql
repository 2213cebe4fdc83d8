-- What a mutation knows of itself is kept in settings, since they end with the transaction and with a rollback to a
-- savepoint. Any session can set them, so they carry marks that only the owner of the extension can make.

-- app.mutation_key: the secret of the marks, a random one for each database. It is not dumped: a mutation does not
-- outlive its transaction. Row-level security without a policy hides it from all but the owner. Only assignments and
-- conditions of PL/pgSQL take it from a variable: a query would have it as a constant in its plan, which any session
-- can have printed (debug_print_plan).
-- no-dump: a mutation does not outlive its transaction
create table app.mutation_key (key bytea not null);
alter table app.mutation_key enable row level security;
insert into app.mutation_key
values (sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())));
-- app.keep_mutation_key() returns trigger
-- Keeps the secret that is there, also when logical replication brings that of another database. Internal.
create function app.keep_mutation_key() returns trigger
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
begin
  return case when not exists (select from app.mutation_key) then new end;
end
$function$;

create trigger keep_mutation_key before insert on app.mutation_key
for each row execute function app.keep_mutation_key();
alter table app.mutation_key enable always trigger keep_mutation_key;
comment on trigger keep_mutation_key on app.mutation_key is 'Keeps one secret for each database.';
comment on table app.mutation_key is
  'Internal: the secret by which the settings of a running mutation are known to be genuine.';

-- app.mutation_touch: always empty. The server counts its scans in a session: one for each audit table that a mutation
-- touches. Nobody else can scan it, and a rollback does not turn the count back. So an earlier list of touched tables,
-- which a writer may have kept, is known by its count.
-- no-dump: always empty
create table app.mutation_touch ();
alter table app.mutation_touch enable row level security;
comment on table app.mutation_touch is 'Internal: always empty; its scans are counted.';

-- app.mutation_id_mark(p_key bytea, p_head bytea) returns bytea
-- The last 5 bytes of the id of a mutation, which tell that the id was made in the current transaction. Internal.
--   p_head  the first 11 bytes: those of a version 7 uuid
create function app.mutation_id_mark(p_key bytea, p_head bytea) returns bytea
language sql volatile
return substr(sha256(p_key || p_head || int8send(txid_current())), 1, 5);

-- app.new_mutation_id(p_key bytea) returns uuid
-- A version 7 uuid whose last 5 bytes are the mark. Internal.
create function app.new_mutation_id(p_key bytea) returns uuid
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_head bytea := substr(uuid_send(app.uuidv7()), 1, 11);
begin
  return encode(v_head || app.mutation_id_mark(p_key, v_head), 'hex')::uuid;
end
$function$;

-- app.is_own_mutation(p_mutation_id uuid) returns boolean
-- Whether the id was made by app.new_mutation_id in the current transaction. Internal.
create function app.is_own_mutation(p_mutation_id uuid) returns boolean
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_id bytea := uuid_send(p_mutation_id);
begin
  return coalesce(
    (select substr(v_id, 12) = app.mutation_id_mark(k.key, substr(v_id, 1, 11)) from app.mutation_key k), false);
end
$function$;

-- app.require_own_mutation(p_mutation_id uuid) returns void
-- Requires that the running mutation is one that this transaction began. Internal.
-- Errors: 55000 naming the setting.
create function app.require_own_mutation(p_mutation_id uuid) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
begin
  if not app.is_own_mutation(p_mutation_id) then
    raise exception using
      errcode = 'object_not_in_prerequisite_state',
      message = 'setting app.mutation_id is not the mutation that this transaction began',
      detail = format('It is %L.', current_setting('app.mutation_id', true)),
      hint = 'Leave app.mutation_id and app.mutation_depth to app.begin_mutation. Roll back and begin again.';
  end if;
end
$function$;
