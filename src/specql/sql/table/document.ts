import type { Entity } from '../../syntax/entity.js';
import { type Model, referencesOf } from '../model.js';
import { keyName } from '../../objectNames.js';
import { table } from '../relations.js';
import { ident } from '../text/ident.js';
import { literal } from '../text/literal.js';
import { join, type Sql, sql } from '../text/sql.js';
import { privateFields } from './tableColumns.js';

/** PostgreSQL functions take 100 arguments. */
const most = 45;

/**
 * The document of a row, for the table view: its fields, and what it refers to as documents of their own. Those go one level
 * deep, so that a change of an entity reaches no further than the documents of those who refer to it.
 *
 * @param model - the entities
 * @param entity - whose row
 * @param row - alias of the row
 */
export function document(model: Model, entity: Entity, row: Sql): Sql {
  return objectOf([
    [`id`, sql`${row}.id`],
    ...entity.fields.map(({ name }): Entry => [name, fieldValue(model, entity, name, row)]),
    ['created_at', sql`${row}.created_at`],
    ['updated_at', sql`${row}.updated_at`],
  ]);
}

/**
 * The value of one field in the document.
 *
 * @param model - the entities
 * @param entity - whose field
 * @param name - of the field
 * @param row - alias of the row
 */
export function fieldValue(model: Model, entity: Entity, name: string, row: Sql): Sql {
  const reference = referencesOf(entity).find(({ field }) => field.name === name);
  if (!reference) return sql`${row}.${ident(name)}`;
  const target = model.entity(reference, reference.field.position);
  return sql`
    (
      select ${embedded(model, target)}
      from ${table(target)} r
      where r.${ident(keyName(target))} = ${row}.${ident(reference.column)})
  `;
}

type Entry = readonly [string, Sql];

/** The row `r` of an entity that another one refers to: its own references are ids, and counters stay out, as they change all the time. */
function embedded(model: Model, entity: Entity): Sql {
  const references = new Map(referencesOf(entity).map((reference) => [reference.field.name, reference]));
  const apart = [...model.counters(entity), ...privateFields(entity)];
  const fields = entity.fields.filter(({ name }) => !apart.includes(name));
  return objectOf([
    ['id', sql`r.id`],
    ...fields.map(({ name }): Entry => {
      const reference = references.get(name);
      if (!reference) return [name, sql`r.${ident(name)}`];
      const target = model.entity(reference, reference.field.position);
      const key = sql`i.${ident(keyName(target))} = r.${ident(reference.column)}`;
      return [name, sql`(select jsonb_build_object('id', i.id) from ${table(target)} i where ${key})`];
    }),
  ]);
}

function objectOf(entries: readonly Entry[]): Sql {
  const parts: Sql[] = [];
  for (let start = 0; start < entries.length; start += most) {
    const pairs = entries.slice(start, start + most).map(([key, value]) => sql`${literal(key)}, ${value}`);
    parts.push(sql`
      jsonb_build_object(
        ${join(pairs, ',\n')})
    `);
  }
  return join(parts, ' || ');
}
