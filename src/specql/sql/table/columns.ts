import type { Entity } from '../../syntax/entity.js';
import type { Field } from '../../syntax/field.js';
import { columnName, keyName } from '../names.js';
import { ident } from '../text/ident.js';
import { type Sql, sql } from '../text/sql.js';
import { columnType } from './columnType.js';
import { defaultValue } from './defaultValue.js';

/** A column of an entity's table. */
export interface Column {
  readonly name: string;
  /** As `format_type` names it. */
  readonly type: Sql;
  /** What follows the type. */
  readonly rest: Sql;
  readonly description: string;
  /** Absent in the columns that every entity has. */
  readonly field?: Field;
}

const uuid = sql`uuid`;
const time = sql`timestamp with time zone`;
const nothing = sql``;
const now = sql` not null default now()`;

/**
 * @param entity - any
 * @returns the columns of its table, in order
 */
export function columnsOf(entity: Entity): Column[] {
  const { name } = entity;
  return [
    {
      name: keyName(entity),
      type: sql`integer`,
      rest: sql` generated always as identity primary key`,
      description: 'What foreign keys refer to.',
    },
    {
      name: 'id',
      type: uuid,
      rest: sql` not null default gen_random_uuid() unique`,
      description: `Identifies the ${name} to the outside.`,
    },
    ...(entity.tenant
      ? [{ name: 'tenant_id', type: uuid, rest: sql` not null`, description: 'Tenant it belongs to.' }]
      : []),
    ...entity.fields.map(fieldColumn),
    { name: 'created_at', type: time, rest: now, description: 'When it was created.' },
    { name: 'created_by', type: uuid, rest: nothing, description: 'User who created it.' },
    { name: 'updated_at', type: time, rest: now, description: 'When it was last changed.' },
    { name: 'updated_by', type: uuid, rest: nothing, description: 'User who last changed it.' },
    { name: 'deleted_at', type: time, rest: nothing, description: 'When it was deleted; null while it exists.' },
    { name: 'deleted_by', type: uuid, rest: nothing, description: 'User who deleted it.' },
  ];
}

/**
 * @param column - of a table
 * @returns its definition, for CREATE TABLE and ADD COLUMN
 */
export function columnDefinition({ name, type, rest }: Column): Sql {
  return sql`${ident(name)} ${type}${rest}`;
}

function fieldColumn(field: Field): Column {
  const required = field.required ? sql` not null` : nothing;
  const value =
    field.default === undefined || field.default === null
      ? nothing
      : sql` default ${defaultValue(field.default, field.type)}`;
  return {
    name: columnName(field),
    type: columnType(field.type),
    rest: sql`${required}${value}`,
    description: field.description ?? describe(field),
    field,
  };
}

function describe({ type }: Field): string {
  if (type.kind === 'enum') return `One of ${type.values.join(', ')}.`;
  return type.kind === 'ref' ? `Its ${type.entity}.` : '';
}

/**
 * @param entity - any
 * @returns the names of fields that its audit trail leaves out or redacts: they are in no event either, and in no document of another entity
 */
export function privateFields({ audit }: Entity): string[] {
  return [...(audit?.excludeColumns ?? []), ...(audit?.redactColumns ?? [])].sort();
}
