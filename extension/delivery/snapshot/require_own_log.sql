-- app.is_replicated(p_log text) returns boolean
-- Whether a subscription of this database writes to a log. Internal. One whose owner may not write there does not: else
-- whoever may create subscriptions could stop delivery.
create function app.is_replicated(p_log text) returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
return exists (
  select from pg_subscription_rel r
  join pg_subscription s on s.oid = r.srsubid
  join pg_class c on c.oid = r.srrelid
  where (r.srrelid = to_regclass(format('app.%I', p_log))
      or exists (
        select from pg_inherits i
        where i.inhrelid = r.srrelid and i.inhparent = to_regclass(format('app.%I', p_log))))
    and (has_table_privilege(s.subowner, r.srrelid, 'insert') or pg_has_role(s.subowner, c.relowner, 'member')));

-- app.require_own_log(p_log text) returns void
-- Refuses a log that a subscription writes to. Internal. Its events arrive with the transaction ids of the publisher:
-- a cluster epoch that begins before the last of them has arrived would lose events. Errors: 55000.
create function app.require_own_log(p_log text) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
begin
  if app.is_replicated(p_log) then
    raise exception using
      errcode = 'object_not_in_prerequisite_state',
      message = format('log %s is replicated into this database', p_log),
      detail = 'A subscription writes events with the transaction ids of another cluster.',
      hint = 'Consume events where they are written. If this database takes over, drop the subscription after the last '
        'event has arrived, then run: select * from app.adopt_cluster().';
  end if;
end
$function$;
