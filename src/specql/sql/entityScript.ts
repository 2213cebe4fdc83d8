import { refreshAll, viewScript } from './table/viewScript.js';
import { innerFunction } from './action/innerFunction.js';
import { ActionState } from './action/actionState.js';
import { wrapper } from './action/wrapper.js';
import type { Existing } from './migration/existing.js';
import type { Model } from './model.js';
import type { GenerateOptions } from './generateOptions.js';
import type { OrderedEntity } from './order.js';
import { at } from './refuse.js';
import { auditCall } from './table/auditCall.js';
import { refreshFunction } from './table/refreshFunction.js';
import { tableScript } from './table/tableScript.js';
import { comments } from './text/comment.js';
import { ident } from './text/ident.js';
import { join, none, type Sql, sql } from './text/sql.js';

/**
 * @param model - the entities
 * @param ordered - one of them, with the foreign keys to make with it
 * @param options - of the run
 * @param existing - what is there already
 * @returns all of its SQL
 */
export function entityScript(model: Model, ordered: OrderedEntity, options: GenerateOptions, existing: Existing): Sql {
  const { entity } = ordered;
  const actions = entity.actions.flatMap((action) =>
    at(action.position, () => {
      const state = new ActionState(model, entity, action, options);
      return [innerFunction(state), wrapper(state)];
    }),
  );
  return at(entity.position, () =>
    join(
      [
        comments([
          `${entity.schema}.${entity.name}: generated from its SpecQL file; change that and generate again.`,
          'Needs the extension specql_cdc. Run it as a role that owns the extension, or that app.grant_administrator was called for.',
          'No function, operator or type of somebody else stands in for one of PostgreSQL: the search path is as the session has it again at the end.',
        ]),
        sql`set search_path = pg_catalog, pg_temp;`,
        existing.schema(entity.schema) ? none : sql`create schema if not exists ${ident(entity.schema)};`,
        tableScript(ordered, existing),
        viewScript(entity, existing),
        refreshFunction(model, entity),
        auditCall(entity, options),
        ...actions,
        refreshAll(entity, existing),
        sql`reset search_path;`,
      ],
      '\n\n',
    ),
  );
}
