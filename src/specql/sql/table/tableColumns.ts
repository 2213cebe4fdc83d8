import { standardColumns } from '../../rowColumns.js';
import type { Entity } from '../../syntax/entity.js';
import type { Field } from '../../syntax/field.js';
import { columnName, keyName } from '../../objectNames.js';
import { ident } from '../text/ident.js';
import { none, type Sql, sql } from '../text/sql.js';
import { sqlType, type SqlType } from '../text/sqlType.js';
import { columnType, scalarType } from './columnType.js';
import { defaultValue } from './defaultValue.js';

/** A column of an entity's table. */
export interface Column {
  readonly name: string;
  readonly type: SqlType;
  /** What follows the type. */
  readonly rest: Sql;
  readonly description: string;
  /** Absent in the columns that every entity has. */
  readonly field?: Field;
}

/** What follows the type of a column that every table has, and what the column means. */
const standard: Record<keyof typeof standardColumns, (entity: string) => Pick<Column, 'rest' | 'description'>> = {
  id: (entity) => ({
    rest: sql` not null default gen_random_uuid() unique`,
    description: `Identifies the ${entity} to the outside.`,
  }),
  tenant_id: () => ({ rest: sql` not null`, description: 'Tenant it belongs to.' }),
  created_at: () => ({ rest: sql` not null default now()`, description: 'When it was created.' }),
  created_by: () => ({ rest: none, description: 'User who created it.' }),
  updated_at: () => ({ rest: sql` not null default now()`, description: 'When it was last changed.' }),
  updated_by: () => ({ rest: none, description: 'User who last changed it.' }),
  deleted_at: () => ({ rest: none, description: 'When it was deleted; null while it exists.' }),
  deleted_by: () => ({ rest: none, description: 'User who deleted it.' }),
};

/**
 * @param entity - any
 * @returns the columns of its table, in order
 */
export function tableColumns(entity: Entity): Column[] {
  const own = (name: keyof typeof standardColumns): Column => ({
    name,
    type: scalarType(standardColumns[name]),
    ...standard[name](entity.name),
  });
  const key: Column = {
    name: keyName(entity),
    type: 'integer',
    rest: sql` generated always as identity primary key`,
    description: 'What foreign keys refer to.',
  };
  const stamps = ['created_at', 'created_by', 'updated_at', 'updated_by', 'deleted_at', 'deleted_by'] as const;
  return [
    key,
    own('id'),
    ...(entity.tenant ? [own('tenant_id')] : []),
    ...entity.fields.map(fieldColumn),
    ...stamps.map(own),
  ];
}

/**
 * @param column - of a table
 * @returns its definition, for CREATE TABLE and ADD COLUMN
 */
export function columnDefinition({ name, type, rest }: Column): Sql {
  return sql`${ident(name)} ${sqlType(type)}${rest}`;
}

function fieldColumn(field: Field): Column {
  const required = field.required ? sql` not null` : none;
  const value =
    field.default === undefined || field.default === null
      ? none
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
  switch (type.kind) {
    case 'enum':
      return `One of ${type.values.join(', ')}.`;
    case 'ref':
      return `Its ${type.entity}.`;
    case 'scalar':
    case 'list':
      return '';
  }
}

/**
 * @param entity - any
 * @returns the names of fields that its audit trail leaves out or redacts: they are in no event either, and in no document of another entity
 */
export function privateFields({ audit }: Entity): string[] {
  return [...(audit?.excludeColumns ?? []), ...(audit?.redactColumns ?? [])].sort();
}
