import type { FieldType, Literal } from '../../syntax/field.js';
import { columnType } from './columnType.js';
import { literal } from '../text/literal.js';
import { join, type Sql, sql } from '../text/sql.js';

/**
 * @param value - the default of a field
 * @param type - of the field
 * @returns it as SQL of the column's type
 */
export function defaultValue(value: Literal, type: FieldType): Sql {
  if (type.kind === 'scalar' && type.scalar === 'json') return sql`${literal(JSON.stringify(value))}::jsonb`;
  if (type.kind === 'list' && Array.isArray(value)) {
    const items = (value as readonly Literal[]).map((item) => defaultValue(item, type.of));
    return sql`array[${join(items, ', ')}]::${columnType(type)}`;
  }
  return literal(typeof value === 'object' ? JSON.stringify(value) : value);
}
