-- app.with_stand_in(p_value text, p_type regtype) returns text
-- SQL of a value for a column that is NOT NULL: when it is null, the nil uuid, 0, an empty text or object. Internal.
create function app.with_stand_in(p_value text, p_type regtype) returns text
language sql immutable
set search_path = pg_catalog, pg_temp
return case p_type
  when 'uuid'::regtype then format($$coalesce(%s, '00000000-0000-0000-0000-000000000000'::uuid)$$, p_value)
  when 'integer'::regtype then format('coalesce(%s, 0)', p_value)
  when 'bigint'::regtype then format('coalesce(%s, 0)', p_value)
  when 'text'::regtype then format($$coalesce(%s, '')$$, p_value)
  when 'jsonb'::regtype then format($$coalesce(%s, '{}'::jsonb)$$, p_value)
  when 'inet'::regtype then format($$coalesce(%s, '0.0.0.0'::inet)$$, p_value)
  else p_value
end;

-- app.audit_insert(p_target app.audited_table, p_operation text, p_from text, p_columns app.row_columns) returns text
-- The statement that writes the audit rows of one operation, reading the context from variables (v_user_id ...).
-- Internal.
--   p_operation  INSERT, UPDATE, DELETE or TRUNCATE of a trigger; ONE UPDATE of one row at most, that kept its key;
--                ARRIVAL of a row under the key that an UPDATE gave it; CHANGE for whichever of these the images say;
--                BASELINE for what became of rows unseen
--   p_from       its FROM and WHERE, o with the before images and n with the after images; default: app.changed_rows
--   p_columns    of the row of a row trigger; without p_from only
-- Names every column the audit table has, so it needs none of the table's defaults and serves older tables too; in the
-- table's order and with its types, so that the plan needs no step that only rearranges columns. An audit table of the
-- embedded form may be NOT NULL where there is no value, and gets a stand-in. Where there may be many rows, what is the
-- same in each is asked for once.
create function app.audit_insert(
  p_target app.audited_table, p_operation text, p_from text default null, p_columns app.row_columns default null
) returns text
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_table regclass := format('app.%I', app.audit_table_name((p_target).entity))::regclass;
  v_id_type text := app.recorded_id_type(v_table);
  v_embedded boolean := (p_target).storage = 'embedded';
  v_images boolean := p_from is not null;
  v_by_row boolean := not v_images and (p_target).level = 'row';
  v_many boolean := not v_images and not v_by_row and p_operation in ('INSERT', 'UPDATE', 'DELETE');
  v_old text := case
    when p_operation in ('INSERT', 'ARRIVAL') then 'null::jsonb'
    when p_operation = 'TRUNCATE' then $$jsonb_build_object('table', format('%I.%I', tg_table_schema, tg_table_name))$$
    when v_by_row then app.image_expression(p_columns, 'old', 'old.')
    else 'o.image' end;
  v_new text := case
    when p_operation in ('DELETE', 'TRUNCATE') then 'null::jsonb'
    when v_by_row then app.image_expression(p_columns, 'new', 'new.')
    else 'n.image' end;
  v_present text := case when v_images then 'image' else 'there' end;
  v_columns text;
  v_values text;
begin
  select
    string_agg(quote_ident(c.name), ', ' order by a.attnum),
    string_agg(
      case when v_embedded and a.attnotnull then app.with_stand_in(c.value, a.atttypid) else c.value end,
      E',\n      ' order by a.attnum)
  into v_columns, v_values
  from (values
    ('audit_id', 'app.uuidv7()'),
    ('entity_id', app.entity_id_value(p_target, v_id_type, p_operation, v_images)),
    ('tenant_id', app.tenant_value(p_target, p_operation, v_images)),
    ('operation_type', case
      when p_operation in ('UPDATE', 'CHANGE', 'BASELINE') then
        app.render_sql($sql$
        case
          when o.{present} is not distinct from null then 'INSERT'
          when n.{present} is not distinct from null then 'DELETE'
          else 'UPDATE' end
        $sql$, jsonb_build_object('present', v_present))
      when p_operation = 'ONE UPDATE' then $$'UPDATE'::text$$
      when p_operation = 'ARRIVAL' then $$'INSERT'::text$$
      else quote_literal(p_operation) || '::text' end),
    ('changed_by', app.changed_by_value(p_target, p_operation, v_images)),
    ('changed_at', case
      when p_operation in ('INSERT', 'UPDATE', 'ONE UPDATE', 'DELETE', 'CHANGE') and app.has_inner_changes(p_target)
        then 'v_change_time'
      else 'clock_timestamp()' end),
    ('old_values', v_old),
    ('new_values', case
      when not v_embedded then v_new
      when v_new = 'null::jsonb' then 'v_embedded'
      -- A change without an image afterwards keeps what the mutation adds.
      when p_operation = 'CHANGE' then $$coalesce(n.image || coalesce(v_embedded, '{}'), v_embedded)$$
      else format($$%s || coalesce(v_embedded, '{}')$$, v_new) end),
    ('change_reason', 'v_change_reason'),
    ('transaction_id', 'txid_current()'),
    ('application_name', case when v_many then 'v_application_name' else $$current_setting('application_name')$$ end),
    ('created_at', 'current_timestamp'),
    ('cascade_data', 'v_cascade_data'),
    ('cascade_entities', 'v_cascade_entities'),
    ('cascade_timestamp', 'v_cascade_timestamp'),
    ('cascade_source', 'v_cascade_source'),
    ('mutation_id', 'v_mutation_id'),
    ('session_user_name', case when v_many then 'v_session_user_name' else 'session_user::text' end),
    ('client_addr', case when v_many then 'v_client_addr' else 'inet_client_addr()' end)
  ) c (name, value)
  join pg_attribute a on a.attrelid = v_table and a.attname = c.name and not a.attisdropped;
  return app.render_sql($sql$
    {asked_once}
    insert into {table} ({columns})
      select {values}
      {from_changes};
  $sql$, jsonb_build_object(
    'asked_once', case when v_many then app.render_sql($sql$
    v_application_name := current_setting('application_name');
    v_session_user_name := session_user::text;
    v_client_addr := inet_client_addr();
    $sql$, '{}') else '' end,
    'table', v_table,
    'columns', v_columns,
    'values', v_values,
    'from_changes', case
      when v_by_row and p_operation <> 'TRUNCATE' then app.changed_row(p_target, p_operation, p_columns)
      else coalesce(p_from, app.changed_rows(p_target, p_operation)) end));
end
$function$;
