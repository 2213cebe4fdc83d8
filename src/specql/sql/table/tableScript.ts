import type { Entity } from '../../syntax/entity.js';
import type { Existing } from '../migration/existing.js';
import type { OrderedEntity } from '../order.js';
import { tableName } from '../../objectNames.js';
import { table } from '../relations.js';
import { at, refuse } from '../refuse.js';
import { ident } from '../text/ident.js';
import { literal } from '../text/literal.js';
import { join, none, type Sql, sql } from '../text/sql.js';
import { type Column, columnDefinition, tableColumns } from './tableColumns.js';
import { checksOf, type Constraint, foreignKey } from './constraints.js';
import { indexesOf } from './indexes.js';

/**
 * @param ordered - an entity and the foreign keys to make with it
 * @param existing - what is there already
 * @returns its table, or what the table lacks
 */
export function tableScript({ entity, ownReferences, lateReferences }: OrderedEntity, existing: Existing): Sql {
  const keys = ownReferences.map((reference) => foreignKey(entity, reference));
  const created = existing.table(entity.schema, tableName(entity))
    ? changes(entity, keys, existing)
    : creation(entity, keys);
  const lateKeys = lateReferences
    .filter(({ entity: other, reference }) => lacks(existing, other, foreignKey(other, reference)))
    .map(({ entity: other, reference }) => addConstraint(other, foreignKey(other, reference)));
  const indexes = indexesOf(entity)
    .filter(({ name }) => !existing.index(entity.schema, name))
    .map(({ create }) => create);
  return join([created, ...lateKeys, ...indexes], '\n');
}

function creation(entity: Entity, keys: readonly Constraint[]): Sql {
  const columns = tableColumns(entity);
  const constraints = [...checksOf(entity), ...keys];
  return sql`
    create table ${table(entity)} (
      ${join(
        [
          ...columns.map((column) => at((column.field ?? entity).position, () => columnDefinition(column))),
          ...constraints.map((constraint) =>
            at(constraint.field.position, () => sql`constraint ${ident(constraint.name)} ${constraint.definition}`),
          ),
        ],
        ',\n',
      )}
    );
    comment on table ${table(entity)} is ${literal(entity.description ?? `The ${entity.name} entity.`)};
    ${join(
      columns.map((column) => columnComment(entity, column)),
      '\n',
    )}
    ${join(
      checksOf(entity).map((check) => constraintComment(entity, check)),
      '\n',
    )}
  `;
}

function changes(entity: Entity, keys: readonly Constraint[], existing: Existing): Sql {
  const columns = tableColumns(entity).filter((column) => isMissing(entity, column, existing));
  const checks = checksOf(entity).filter(
    ({ name, definition }) => existing.constraint(entity.schema, tableName(entity), name) !== definition.text,
  );
  return join(
    [
      ...columns.map((column) => {
        requireValue(entity, column, existing);
        return sql`
          alter table ${table(entity)} add column ${columnDefinition(column)};
          ${columnComment(entity, column)}
        `;
      }),
      ...checks.map(
        (check) => sql`
          ${lacks(existing, entity, check) ? none : sql`alter table ${table(entity)} drop constraint ${ident(check.name)};`}
          ${addConstraint(entity, check)}
          ${constraintComment(entity, check)}
        `,
      ),
      ...keys.filter((foreign) => lacks(existing, entity, foreign)).map((foreign) => addConstraint(entity, foreign)),
    ],
    '\n',
  );
}

function isMissing(entity: Entity, { name, type, field }: Column, existing: Existing): boolean {
  const present = existing.column(entity.schema, tableName(entity), name);
  if (present === undefined || present === type) return present === undefined;
  return refuse(
    (field ?? entity).position,
    `${table(entity).text}.${name} is ${present} in the database, and here ${type}`,
    'Change the type of the column by hand first; how its values are converted cannot be guessed.',
  );
}

function requireValue(entity: Entity, { name, field }: Column, existing: Existing): void {
  if (!(field?.required && field.default === undefined) || !existing.rows(entity.schema, tableName(entity))) return;
  refuse(
    field.position,
    `${table(entity).text} has rows, and there is no value for their new column ${name}`,
    'Give the field a default, or leave out the ! until every row has a value.',
  );
}

const lacks = (existing: Existing, entity: Entity, { name }: Constraint) =>
  existing.constraint(entity.schema, tableName(entity), name) === undefined;

function addConstraint(entity: Entity, { name, definition, field }: Constraint): Sql {
  return at(field.position, () => sql`alter table ${table(entity)} add constraint ${ident(name)} ${definition};`);
}

/** By its comment a migration knows whether a check is still the one that is wanted. */
function constraintComment(entity: Entity, { name, definition }: Constraint): Sql {
  return sql`comment on constraint ${ident(name)} on ${table(entity)} is ${literal(definition.text)};`;
}

function columnComment(entity: Entity, { name, description }: Column): Sql {
  if (description === '') return none;
  return sql`comment on column ${table(entity)}.${ident(name)} is ${literal(description)};`;
}
