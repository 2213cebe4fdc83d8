import type { FieldType, Literal } from '../../syntax/field.js';
import { scalarForms } from '../../words/scalarForms.js';
import { columnType } from './columnType.js';
import { literal } from '../text/literal.js';
import { join, type Sql, sql } from '../text/sql.js';
import { sqlType } from '../text/sqlType.js';

/**
 * @param value - the default of a field
 * @param type - of the field
 * @returns it as SQL of the column's type
 */
export function defaultValue(value: Literal, type: FieldType): Sql {
  switch (type.kind) {
    case 'scalar':
      return scalarForms[type.scalar].value === 'json'
        ? sql`${literal(JSON.stringify(value))}::${sqlType(columnType(type))}`
        : constant(value);
    case 'list':
      return Array.isArray(value) ? list(value as readonly Literal[], type) : constant(value);
    case 'enum':
    case 'ref':
      return constant(value);
  }
}

function list(items: readonly Literal[], type: Extract<FieldType, { kind: 'list' }>): Sql {
  const values = items.map((item) => defaultValue(item, type.of));
  return sql`array[${join(values, ', ')}]::${sqlType(columnType(type))}`;
}

const constant = (value: Literal): Sql => literal(typeof value === 'object' ? JSON.stringify(value) : value);
