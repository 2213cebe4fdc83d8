import { SpecqlCdcError } from '../error.js';
import { onlyRow } from '../connection/onlyRow.js';
import type { Queryable } from '../connection/queryable.js';
import type { AuditedTable } from './auditedTable.js';

/** One value of a key. */
export type KeyValue = string | number | bigint;

/**
 * The id of a row: the value of its key column; for a composite key its values in order, or an object of them by column;
 * for a table without a key an object of values that the row holds.
 */
export type EntityId = KeyValue | readonly KeyValue[] | Readonly<Record<string, unknown>>;

/**
 * An id in the form the history functions of a table take.
 *
 * @param client - client or pool
 * @param table - whose row it is
 * @param id - the row
 * @returns the text of the parameter p_entity_id
 * @throws SpecqlCdcError when the id does not fit the key; pg.DatabaseError 22P02 when a value does not fit its column
 */
export async function entityIdText(client: Queryable, table: AuditedTable, id: EntityId): Promise<string> {
  if (typeof id === 'object' && !isList(id)) return JSON.stringify(id);
  const values = isList(id) ? id.map(String) : [String(id)];
  const [first = '', ...others] = values;
  if (others.length === 0 && (table.key_columns.length === 1 || first.startsWith('{'))) return first;
  if (table.key_columns.length === 0) {
    throw new SpecqlCdcError(
      `${table.table} has no key`,
      'Give values that the row holds as a JSON object: {"column": "value"}.',
    );
  }
  if (values.length !== table.key_columns.length) {
    throw new SpecqlCdcError(
      `rows of ${table.table} are identified by ${table.key_columns.join(', ')}: ${table.key_columns.length} values, not ${values.length}`,
      'Give one value for each of these columns, in this order.',
    );
  }
  return compositeId(client, table, values);
}

const isList = (id: EntityId): id is readonly KeyValue[] => Array.isArray(id);

/**
 * The server gives each value the form that audit rows hold: 7 for 07, a time in UTC for the same in this session's time zone. The extension does it:
 * a cast to a column's type here would run what its owner has put in it, with the rights of whoever reads.
 */
async function compositeId(client: Queryable, table: AuditedTable, values: string[]): Promise<string> {
  const { id } = onlyRow(
    await client.query<{ id: string | null }>(
      'select app.key_of_values($1::pg_catalog.text, $2::pg_catalog.text[])::pg_catalog.text as id',
      [table.entity, values],
    ),
  );
  if (id !== null) return id;
  throw new SpecqlCdcError(
    `${table.table} no longer has its key columns ${table.key_columns.join(', ')}`,
    'Give the id as a JSON object, as the audit rows hold it.',
  );
}
