import { innerName } from '../../objectNames.js';
import { comments } from '../text/comment.js';
import { dollarQuoted } from '../text/dollarQuoted.js';
import { qualified } from '../text/ident.js';
import { literal } from '../text/literal.js';
import { none, type Sql, sql } from '../text/sql.js';
import { outcome } from './outcome.js';
import { takeOwnRow } from './ownRow.js';
import { describePayload, payloadDeclarations, readPayload } from './payload.js';
import { refusal, refusalState } from './refusal.js';
import type { ActionState } from './actionState.js';
import { inserts, needsOwnRow } from './steps/shape.js';
import { statements } from './steps/step.js';

/**
 * The function that does the work of an action, with the rights of its caller. Other actions call it, and its wrapper.
 *
 * @param state - of the action, fresh
 * @returns the function
 */
export function innerFunction(state: ActionState): Sql {
  const { entity, action } = state;
  const name = qualified(entity.schema, innerName(action.name));
  // Written first: what they need decides what is declared and read before them.
  const own = !inserts(entity, action.steps) && needsOwnRow(entity, action.steps) ? takeOwnRow(state) : none;
  const steps = statements(action.steps, state);
  const end = outcome(state);
  const description = action.description ?? `${action.name} of ${entity.name}.`;
  return sql`
    ${comments([
      `${name.text}(p_payload jsonb) returns app.mutation_result`,
      description,
      '  p_payload  object; a key that is null counts as absent:',
      ...describePayload(state.inputs).map((line) => `    ${line}`),
      `The work itself, in a mutation of its own or inside the running one; the tenant and user are those of the context.`,
      `Errors: ${refusalState} with the code as its detail when the action refuses, which its wrapper answers as failed:code; else as they come.`,
    ])}
    create or replace function ${name}(p_payload jsonb) returns app.mutation_result
    language plpgsql volatile
    set search_path = pg_catalog, pg_temp
    as ${dollarQuoted(sql`
      #variable_conflict use_variable
      declare
        v_tenant_id uuid := app.context_uuid('app.tenant_id');
        v_user_id uuid := app.context_uuid('app.user_id');
        v_mutation_id uuid;
        v_document jsonb;
        v_cascade jsonb;
        v_result app.mutation_result;
        ${payloadDeclarations(state.inputs)}
        ${state.declarations}
      begin
        ${entity.tenant ? needsTenant : none}
        ${readPayload(state.inputs)}

        v_mutation_id := app.begin_mutation(${literal(action.name)});

        ${own}

        ${steps}

        ${end}
      end
    `)};
    revoke all on function ${name}(jsonb) from public;
    comment on function ${name}(jsonb) is ${literal(description)};
  `;
}

const needsTenant = sql`
  if v_tenant_id is null then
    ${refusal('missing_tenant', 'No tenant was given.')}
  end if;
`;
