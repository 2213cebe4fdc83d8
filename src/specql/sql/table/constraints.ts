import { snakeCase } from '../../names.js';
import type { Entity } from '../../syntax/entity.js';
import type { Field, FieldType, ScalarName } from '../../syntax/field.js';
import { scalarForms } from '../../words/scalarForms.js';
import { columnName, keyName, table } from '../names.js';
import type { Reference } from '../model.js';
import { ident } from '../text/ident.js';
import { literal } from '../text/literal.js';
import { join, type Sql, sql } from '../text/sql.js';

/** A rule of a table that a value can break. */
export interface Constraint {
  readonly name: string;
  readonly field: Field;
  /** What stands behind `constraint name`. */
  readonly definition: Sql;
  /** What is wrong with a value that breaks it, for people. */
  readonly complaint: string;
}

/**
 * @param entity - any
 * @returns the checks of its columns
 */
export function checksOf(entity: Entity): Constraint[] {
  return entity.fields.flatMap((field) => {
    const rule = ruleOf(field.type, ident(columnName(field)));
    if (!rule) return [];
    const name = `ck_${snakeCase(entity.name)}_${field.name}`;
    return [{ name, field, definition: sql`check (${rule.holds})`, complaint: `${field.name} ${rule.complaint}` }];
  });
}

/**
 * @param entity - who refers
 * @param reference - one of its references, no list
 * @returns the foreign key
 */
export function foreignKey(entity: Entity, { field, column, schema, entity: name }: Reference): Constraint {
  const target = { schema, name };
  return {
    name: `fk_${snakeCase(entity.name)}_${field.name}`,
    field,
    definition: sql`foreign key (${ident(column)}) references ${table(target)} (${ident(keyName(target))})`,
    complaint: `${entity.name} still refers to it`,
  };
}

interface Rule {
  readonly holds: Sql;
  readonly complaint: string;
}

/** Scalars that are texts of a certain form. */
const formed: ReadonlySet<ScalarName> = new Set(['email', 'url', 'phone', 'slug']);

function ruleOf(type: FieldType, column: Sql): Rule | undefined {
  if (type.kind === 'enum') {
    const values = join(type.values.map(literal), ', ');
    return { holds: sql`${column} in (${values})`, complaint: `is not one of ${type.values.join(', ')}` };
  }
  if (type.kind === 'scalar' && formed.has(type.scalar)) {
    const { pattern, expected } = scalarForms[type.scalar];
    return { holds: sql`${column} ~ ${literal(pattern.source)}`, complaint: `is not ${expected}` };
  }
  if (type.kind === 'list' && type.of.kind === 'enum') {
    const values = join(type.of.values.map(literal), ', ');
    return {
      holds: sql`${column} <@ array[${values}]`,
      complaint: `has an item that is not one of ${type.of.values.join(', ')}`,
    };
  }
  return undefined;
}
