import { innerName } from '../../objectNames.js';
import { comments } from '../text/comment.js';
import { dollarQuoted } from '../text/dollarQuoted.js';
import { qualified } from '../text/ident.js';
import { literal } from '../text/literal.js';
import { join, none, type Sql, sql } from '../text/sql.js';
import { type Failure, failuresOf } from './failures.js';
import { refusalState } from './refusal.js';
import type { ActionState } from './actionState.js';

/**
 * The function that clients call: it sets the context, and turns what the action refuses into an answer that leaves nothing behind.
 *
 * @param state - of the action
 * @returns the function
 */
export function wrapper(state: Pick<ActionState, 'model' | 'entity' | 'action'>): Sql {
  const { model, entity, action } = state;
  const name = qualified('app', action.name);
  const failures = failuresOf(model, action);
  const description = action.description ?? `${action.name} of ${entity.name}.`;
  return sql`
    ${comments([
      `${name.text}(p_tenant_id uuid, p_user_id uuid, p_payload jsonb) returns app.mutation_result`,
      description,
      `  p_tenant_id  ${entity.tenant ? 'tenant whose rows it is about' : 'tenant of the mutation; may be null'}`,
      '  p_user_id    user it is done for; may be null',
      `  p_payload    as of ${entity.schema}.${innerName(action.name)}`,
      'Inside of a running mutation it is part of that, and a tenant or user that is null is the one of that mutation.',
      'Answers failed:code, with the field in extra_metadata._error, when the action refuses; everything it did is undone then.',
      'SECURITY DEFINER: whoever may call it changes rows by it and in no other way. The caller is trusted to name the tenant.',
      'Errors: 22023 inside of a running mutation of another tenant; whatever else is unexpected arrives as it is.',
    ])}
    create or replace function ${name}(p_tenant_id uuid, p_user_id uuid, p_payload jsonb) returns app.mutation_result
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
    as ${dollarQuoted(sql`
      declare
        v_result app.mutation_result;
        v_is_inner boolean := app.context_text('app.mutation_depth') is not null;
        v_code text;
        v_message text;
        v_field text;
        ${failures.length === 0 ? none : ruleVariables}
      begin
        if v_is_inner and p_tenant_id is distinct from app.context_uuid('app.tenant_id') and p_tenant_id is not null then
          raise exception using
            errcode = 'invalid_parameter_value',
            message = 'p_tenant_id differs from the tenant of the running mutation',
            hint = 'End the running mutation first; one mutation has one tenant.';
        end if;
        begin
          perform
            set_config('app.tenant_id', coalesce(p_tenant_id::text, case when v_is_inner then app.context_text('app.tenant_id') end, ''), true),
            set_config('app.user_id', coalesce(p_user_id::text, case when v_is_inner then app.context_text('app.user_id') end, ''), true);
          return ${qualified(entity.schema, innerName(action.name))}(p_payload);
        exception
          when sqlstate ${literal(refusalState)} then
            get stacked diagnostics v_code = pg_exception_detail, v_message = message_text, v_field = column_name;
          ${failures.length === 0 ? none : brokenRule(failures)}
        end;
        v_result.updated_fields := '{}';
        v_result.status := 'failed:' || v_code;
        v_result.message := v_message;
        v_result.extra_metadata := jsonb_build_object(
          '_error', jsonb_build_object('code', v_code, 'field', nullif(v_field, '')));
        return v_result;
      end
    `)};
    revoke all on function ${name}(uuid, uuid, jsonb) from public;
    comment on function ${name}(uuid, uuid, jsonb) is ${literal(description)};
  `;
}

const ruleVariables = sql`
  v_schema text;
  v_table text;
  v_constraint text;
  v_column text;
`;

/** Rules that somebody else gave the tables are none of ours: their errors go on. */
function brokenRule(failures: readonly Failure[]): Sql {
  const rows = failures.map(({ schema, table, rule, code, field, message }) => {
    return sql`(${join([schema, table, rule, code, field, message].map(literal), ', ')})`;
  });
  return sql`
    when not_null_violation or unique_violation or foreign_key_violation or check_violation then
      get stacked diagnostics v_schema = schema_name, v_table = table_name, v_constraint = constraint_name, v_column = column_name;
      select r.code, r.field, r.message into v_code, v_field, v_message
      from (values
        ${join(rows, ',\n')}
      ) r (schema_name, table_name, rule, code, field, message)
      where r.schema_name = v_schema and r.table_name = v_table and r.rule = coalesce(nullif(v_column, ''), v_constraint);
      if not found then
        raise;
      end if;
  `;
}
