import type { Entity } from '../../syntax/entity.js';
import type { Existing } from '../migration/existing.js';
import { tableName, viewName } from '../../objectNames.js';
import { refresh, table, view } from '../relations.js';
import { literal } from '../text/literal.js';
import { join, none, type Sql, sql } from '../text/sql.js';
import { tableColumns } from './tableColumns.js';
import { viewIndexesOf } from './indexes.js';

/**
 * @param entity - any
 * @param existing - what is there already
 * @returns its table view, unless it is there
 */
export function viewScript(entity: Entity, existing: Existing): Sql {
  if (existing.table(entity.schema, viewName(entity))) return none;
  const tenant = entity.tenant ? sql`tenant_id uuid not null,` : none;
  return sql`
    create table ${view(entity)} (
      id uuid primary key,
      ${tenant}
      data jsonb not null
    );
    comment on table ${view(entity)} is ${literal(`Documents of ${entity.name}, one for each row that exists.`)};
    comment on column ${view(entity)}.id is ${literal(`Id of the ${entity.name}.`)};
    ${entity.tenant ? sql`comment on column ${view(entity)}.tenant_id is 'Tenant it belongs to.';` : none}
    comment on column ${view(entity)}.data is 'The fields, and what they refer to as documents; keys in snake_case.';
    ${join(
      viewIndexesOf(entity).map(({ create }) => create),
      '\n',
    )}
  `;
}

/**
 * @param entity - any
 * @param existing - what was there before
 * @returns what writes the documents anew, when rows were there before their table view or a column was
 */
export function refreshAll(entity: Entity, existing: Existing): Sql {
  const { schema } = entity;
  const complete =
    existing.table(schema, viewName(entity)) &&
    tableColumns(entity).every(({ name }) => existing.column(schema, tableName(entity), name) !== undefined);
  if (complete || !existing.rows(schema, tableName(entity))) return none;
  return sql`select ${refresh(entity)}(t.id) from ${table(entity)} t order by t.id;`;
}
