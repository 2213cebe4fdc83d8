import type { Entity } from '../../syntax/entity.js';
import type { Field } from '../../syntax/field.js';
import { referencesOf } from '../model.js';
import { columnName, indexName, uniqueIndexName, viewIndexName } from '../../objectNames.js';
import { table, view } from '../relations.js';
import { ident } from '../text/ident.js';
import { type Sql, sql } from '../text/sql.js';

/** An index of an entity's table or table view. */
export interface Index {
  readonly name: string;
  readonly create: Sql;
  /** The field whose value it keeps unique. */
  readonly unique?: Field;
}

/**
 * @param entity - any
 * @returns the indexes of its table: by reference, by tenant, and what keeps unique fields unique
 */
export function indexesOf(entity: Entity): Index[] {
  return [
    ...(entity.tenant ? [byTenant(indexName(entity, 'tenant_id'), table(entity))] : []),
    ...referencesOf(entity).map(({ field, column }) => {
      const name = indexName(entity, field.name);
      return { name, create: sql`create index ${ident(name)} on ${table(entity)} (${ident(column)});` };
    }),
    ...entity.fields.filter(({ unique }) => unique).map((field) => uniqueIndex(entity, field)),
  ];
}

/**
 * @param entity - any
 * @returns the indexes of its table view
 */
export function viewIndexesOf(entity: Entity): Index[] {
  return entity.tenant ? [byTenant(viewIndexName(entity), view(entity))] : [];
}

/** Among the rows that exist: the value of a deleted row may be taken again. */
function uniqueIndex(entity: Entity, field: Field): Index {
  const name = uniqueIndexName(entity, field.name);
  const tenant = entity.tenant ? sql`tenant_id, ` : sql``;
  const columns = sql`(${tenant}${ident(columnName(field))})`;
  return {
    name,
    create: sql`create unique index ${ident(name)} on ${table(entity)} ${columns} where deleted_at is null;`,
    unique: field,
  };
}

function byTenant(name: string, relation: Sql): Index {
  return { name, create: sql`create index ${ident(name)} on ${relation} (tenant_id);` };
}
