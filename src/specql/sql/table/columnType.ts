import type { FieldType, ScalarName } from '../../syntax/field.js';
import { listType, type SqlType } from '../text/sqlType.js';

const scalars: Record<ScalarName, SqlType> = {
  text: 'text',
  integer: 'integer',
  bigint: 'bigint',
  decimal: 'numeric',
  float: 'double precision',
  boolean: 'boolean',
  uuid: 'uuid',
  date: 'date',
  datetime: 'timestamp with time zone',
  time: 'time without time zone',
  json: 'jsonb',
  money: 'numeric(19,4)',
  email: 'text',
  url: 'text',
  phone: 'text',
  slug: 'text',
};

/** The type of the columns of a scalar, and of its values. */
export const scalarType = (scalar: ScalarName): SqlType => scalars[scalar];

/**
 * @param type - of a field
 * @returns the type of its column
 */
export function columnType(type: FieldType): SqlType {
  switch (type.kind) {
    case 'ref':
      return 'integer';
    case 'scalar':
    case 'enum':
    case 'list':
      return valueType(type);
    default:
      return type satisfies never;
  }
}

/**
 * @param type - of a field
 * @returns the type of its values in an expression and in a payload, where a reference is the id of the entity
 */
export function valueType(type: FieldType): SqlType {
  switch (type.kind) {
    case 'scalar':
      return scalarType(type.scalar);
    case 'enum':
      return 'text';
    case 'ref':
      return 'uuid';
    case 'list':
      return listType(valueType(type.of));
    default:
      return type satisfies never;
  }
}
