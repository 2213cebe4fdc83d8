import format from 'pg-format';
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

/** The server gives each value the form that audit rows hold: 7 for 07, a time in UTC for the same in this session's time zone. */
async function compositeId(client: Queryable, table: AuditedTable, values: string[]): Promise<string> {
  const { rows: columns } = await client.query<{ name: string; type: string | null }>(
    `select k.name, pg_catalog.format_type(a.atttypid, a.atttypmod) as type
    from pg_catalog.unnest($2::pg_catalog.text[]) with ordinality k (name, position)
    left join (pg_catalog.pg_attribute a
      join pg_catalog.pg_class c on c.oid operator(pg_catalog.=) a.attrelid
      join pg_catalog.pg_namespace n on n.oid operator(pg_catalog.=) c.relnamespace
        and pg_catalog.format('%I.%I', n.nspname, c.relname) operator(pg_catalog.=) $1::pg_catalog.text)
      on a.attname operator(pg_catalog.=) k.name::pg_catalog.name and not a.attisdropped
    order by k.position`,
    [table.table, table.key_columns],
  );
  if (columns.some(({ type }) => type === null)) {
    throw new SpecqlCdcError(
      `${table.table} no longer has its key columns ${table.key_columns.join(', ')}`,
      'Give the id as a JSON object, as the audit rows hold it.',
    );
  }
  const pairs = columns.map(({ name, type }, i) => format('%L, app.canonical_image($%s::%s)', name, i + 1, type));
  const sql = `select pg_catalog.jsonb_build_object(${pairs.join(', ')})::pg_catalog.text as id`;
  return onlyRow(await client.query<{ id: string }>(sql, values)).id;
}
