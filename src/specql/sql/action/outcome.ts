import { columnName } from '../../objectNames.js';
import { view } from '../relations.js';
import { ident } from '../text/ident.js';
import { literal } from '../text/literal.js';
import { join, none, type Sql, sql } from '../text/sql.js';
import { cdcOf, outboxEvent } from './outboxEvent.js';
import { extraMetadata, hasImpact, invalidations } from './metadata.js';
import type { ActionState } from './actionState.js';
import { refreshEach } from './steps/refreshTableView.js';
import { everyStep, isOf } from './steps/shape.js';

/**
 * What follows the steps: documents are written, the mutation ends with its cascade, the event is written, the answer is made.
 *
 * @param state - of an action, its steps written
 */
export function outcome(state: ActionState): Sql {
  return join([documents(state), endOfMutation(state), outboxEvent(state), answer(state)], '\n\n');
}

function documents(state: ActionState): Sql {
  const { row, entity, changed } = state;
  return join(
    [
      ...changed.map(refreshEach),
      row
        ? sql`v_document := coalesce((select v.data from ${view(entity)} v where v.id = v_row.id), v_document);`
        : none,
    ],
    '\n',
  );
}

/** Inside of another action the end returns nothing, and the cascade is what it is so far. */
function endOfMutation(state: ActionState): Sql {
  const end = sql`app.end_mutation(${invalidations(state)})`;
  const isWanted = hasImpact(state) || (cdcOf(state)?.includeCascade ?? false);
  return isWanted ? sql`v_cascade := coalesce(${end}, app.current_cascade());` : sql`perform ${end};`;
}

function answer(state: ActionState): Sql {
  const { row, entity } = state;
  const changed = entity.fields.map((field) => {
    const column = ident(columnName(field));
    return sql`case when v_row.${column} is distinct from v_before.${column} then ${literal(field.name)} end`;
  });
  return sql`
    ${row ? sql`v_result.id := v_row.id;` : none}
    v_result.updated_fields := ${
      row && changed.length > 0
        ? sql`
            array_remove(array[
              ${join(changed, ',\n')}], null)
          `
        : sql`'{}'`
    };
    v_result.status := 'success';
    v_result.message := ${literal(message(state))};
    ${row ? sql`v_result.object_data := v_document;` : none}
    v_result.extra_metadata := ${extraMetadata(state)};
    return v_result;
  `;
}

function message({ row, entity, action }: ActionState): string {
  const own = everyStep(action.steps).flatMap((step) =>
    (step.kind === 'insert' || step.kind === 'delete') && isOf(step.entity, entity) ? [step.kind] : [],
  );
  if (!row) return `${action.name} is done.`;
  if (own.includes('insert')) return `${entity.name} created.`;
  return own.includes('delete') ? `${entity.name} deleted.` : `${entity.name} updated.`;
}
