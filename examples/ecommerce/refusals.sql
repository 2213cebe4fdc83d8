-- How a mutation says no. The functions of core raise; those of app turn what is expected into a response, and by their
-- exception block everything that was done before is undone: rows, audit, event. An error that nobody expected stays an
-- error.

create function core.refuse(p_code text, p_message text) returns void
language plpgsql immutable
set search_path = pg_catalog, pg_temp
as $function$
begin
  raise exception using
    errcode = case p_code when 'NOT_FOUND' then 'RF404' when 'CONFLICT' then 'RF409' else 'RF422' end,
    message = p_message;
end
$function$;
comment on function core.refuse(text, text) is
  'Ends a mutation: code NOT_FOUND, CONFLICT or INVALID_INPUT, and a message for people.';

create function core.refusal(p_sqlstate text, p_message text) returns jsonb
language sql immutable
begin atomic
  select app.build_mutation_response(
    false,
    case p_sqlstate
      when 'RF404' then 'NOT_FOUND'
      when 'RF409' then 'CONFLICT'
      when '23505' then 'CONFLICT'
      else 'INVALID_INPUT'
    end,
    -- What the server says of a constraint names tables.
    case
      when p_sqlstate like 'RF%' then p_message
      when p_sqlstate = '23505' then 'It exists already'
      else 'A value has the wrong form'
    end);
end;
comment on function core.refusal(text, text) is 'The response for an error that was expected.';

create function core.require_input(p_payload jsonb, p_allowed text[], p_required text[]) returns void
language plpgsql immutable
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_key text;
begin
  if jsonb_typeof(p_payload) is distinct from 'object' then
    perform core.refuse('INVALID_INPUT', 'The input is not an object');
  end if;
  select k into v_key from jsonb_object_keys(p_payload) k where k <> all (p_allowed) order by k limit 1;
  if found then
    perform core.refuse('INVALID_INPUT', format('%s is not known', v_key));
  end if;
  select k into v_key from unnest(p_required) with ordinality r (k, position)
  where coalesce(p_payload ->> k, '') = '' order by position limit 1;
  if found then
    perform core.refuse('INVALID_INPUT', format('%s is missing', v_key));
  end if;
end
$function$;
comment on function core.require_input(jsonb, text[], text[]) is
  'Refuses a payload with unknown keys, or without a required one.';

create function core.context_user() returns text
language sql stable
return nullif(current_setting('app.user_id', true), '');
comment on function core.context_user() is 'The user of the request; the database role is the same for all.';
