import type { FieldType, ScalarName } from '../../syntax/field.js';
import { Sql, sql } from '../text/sql.js';

const scalars: Record<ScalarName, Sql> = {
  text: sql`text`,
  integer: sql`integer`,
  bigint: sql`bigint`,
  decimal: sql`numeric`,
  float: sql`double precision`,
  boolean: sql`boolean`,
  uuid: sql`uuid`,
  date: sql`date`,
  datetime: sql`timestamp with time zone`,
  time: sql`time without time zone`,
  json: sql`jsonb`,
  money: sql`numeric(19,4)`,
  email: sql`text`,
  url: sql`text`,
  phone: sql`text`,
  slug: sql`text`,
};

/**
 * @param type - of a field
 * @returns the type of its column, named as `format_type` names it
 */
export function columnType(type: FieldType): Sql {
  switch (type.kind) {
    case 'scalar':
      return scalars[type.scalar];
    case 'enum':
      return scalars.text;
    case 'ref':
      return scalars.integer;
    case 'list':
      return sql`${columnType(type.of)}[]`;
  }
}

/**
 * @param type - of a field
 * @returns the type of its values in an expression and in a payload, where a reference is the id of the entity
 */
export function valueType(type: FieldType): Sql {
  if (type.kind === 'list') return sql`${valueType(type.of)}[]`;
  return type.kind === 'ref' ? scalars.uuid : columnType(type);
}
