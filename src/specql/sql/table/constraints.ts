import type { Entity } from '../../syntax/entity.js';
import type { Field, FieldType, ScalarName } from '../../syntax/field.js';
import { scalarForms } from '../../words/scalarForms.js';
import { checkName, columnName, foreignKeyName, keyName } from '../../objectNames.js';
import { table } from '../relations.js';
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
    const name = checkName(entity, field.name);
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
    name: foreignKeyName(entity, field.name),
    field,
    definition: sql`foreign key (${ident(column)}) references ${table(target)} (${ident(keyName(target))})`,
    complaint: `${entity.name} still refers to it`,
  };
}

interface Rule {
  readonly holds: Sql;
  readonly complaint: string;
}

/** Whether a check holds the form of a scalar; those without one have an SQL type that does. */
const isChecked: Record<ScalarName, boolean> = {
  text: false,
  integer: false,
  bigint: false,
  decimal: false,
  float: false,
  boolean: false,
  uuid: false,
  date: false,
  datetime: false,
  time: false,
  json: false,
  money: false,
  email: true,
  url: true,
  phone: true,
  slug: true,
};

function ruleOf(type: FieldType, column: Sql): Rule | undefined {
  switch (type.kind) {
    case 'enum':
      return {
        holds: sql`${column} in (${listed(type.values)})`,
        complaint: `is not one of ${type.values.join(', ')}`,
      };
    case 'scalar': {
      if (!isChecked[type.scalar]) return undefined;
      const { pattern, expected } = scalarForms[type.scalar];
      return { holds: sql`${column} ~ ${literal(pattern.source)}`, complaint: `is not ${expected}` };
    }
    case 'list':
      return itemRule(type.of, column);
    case 'ref':
      return undefined;
    default:
      return type satisfies never;
  }
}

function itemRule(type: FieldType, column: Sql): Rule | undefined {
  switch (type.kind) {
    case 'enum':
      return {
        holds: sql`${column} <@ array[${listed(type.values)}]`,
        complaint: `has an item that is not one of ${type.values.join(', ')}`,
      };
    case 'scalar': {
      if (!isChecked[type.scalar]) return undefined;
      const { pattern, expected } = scalarForms[type.scalar];
      return { holds: eachItem(column, pattern), complaint: `has an item that is not ${expected}` };
    }
    case 'list':
    case 'ref':
      return undefined;
    default:
      return type satisfies never;
  }
}

/** A check holds no subquery: the items are the lines of one text, as many as there are items, and no line begins that has another form. */
function eachItem(column: Sql, pattern: RegExp): Sql {
  const form = literal(`(?n)^(?!${pattern.source.replace(/^\^|\$$/g, '')}$)`);
  const lines = sql`array_to_string(${column}, chr(10), '')`;
  return sql`${column} = '{}' or cardinality(string_to_array(${lines}, chr(10))) = cardinality(${column}) and ${lines} !~ ${form}`;
}

const listed = (values: readonly string[]) => join(values.map(literal), ', ');
