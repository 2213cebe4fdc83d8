import type { Queryable } from '../../../connection/queryable.js';
import type { Existing } from './existing.js';

/** Names of PostgreSQL objects may hold any character but this one. */
const key = (...names: readonly string[]) => names.join('\0');

/**
 * Reads the catalogue.
 *
 * @param client - of the database
 * @param schemas - to read
 * @returns what is in them
 */
export async function readExisting(client: Queryable, schemas: readonly string[]): Promise<Existing> {
  const read = async (text: string) => (await client.query<Record<string, string>>(text, [schemas])).rows;
  const found = await read(
    'select nspname as schema from pg_catalog.pg_namespace where nspname operator(pg_catalog.=) any ($1::pg_catalog.name[])',
  );
  const tables = await read(tablesQuery);
  const columns = await read(columnsQuery);
  const constraints = await read(constraintsQuery);
  const indexes = await read(indexesQuery);
  const filled = new Set<string>();
  for (const { schema = '', name = '', quoted = '' } of tables) {
    const { rows } = await client.query<{ filled: boolean }>(`select exists (select from ${quoted}) as filled`);
    if (rows[0]?.filled) filled.add(key(schema, name));
  }

  const schemaNames = new Set(found.map(({ schema }) => schema));
  const tableNames = new Set(tables.map(({ schema = '', name = '' }) => key(schema, name)));
  const indexNames = new Set(indexes.map(({ schema = '', name = '' }) => key(schema, name)));
  const types = new Map(
    columns.map(({ schema = '', table = '', name = '', type }) => [key(schema, table, name), type]),
  );
  const comments = new Map(
    constraints.map(({ schema = '', table = '', name = '', comment }) => [key(schema, table, name), comment]),
  );
  return {
    schema: (schema) => schemaNames.has(schema),
    table: (schema, table) => tableNames.has(key(schema, table)),
    column: (schema, table, column) => types.get(key(schema, table, column)),
    constraint: (schema, table, constraint) => comments.get(key(schema, table, constraint)),
    index: (schema, index) => indexNames.has(key(schema, index)),
    rows: (schema, table) => filled.has(key(schema, table)),
  };
}

const tablesQuery = `
  select n.nspname as schema, c.relname as name, pg_catalog.format('%I.%I', n.nspname, c.relname) as quoted
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid operator(pg_catalog.=) c.relnamespace
  where n.nspname operator(pg_catalog.=) any ($1::pg_catalog.name[]) and c.relkind operator(pg_catalog.=) any (array['r', 'p']::pg_catalog."char"[])`;

const columnsQuery = `
  select n.nspname as schema, c.relname as table, a.attname as name, pg_catalog.format_type(a.atttypid, a.atttypmod) as type
  from pg_catalog.pg_attribute a
  join pg_catalog.pg_class c on c.oid operator(pg_catalog.=) a.attrelid
  join pg_catalog.pg_namespace n on n.oid operator(pg_catalog.=) c.relnamespace
  where n.nspname operator(pg_catalog.=) any ($1::pg_catalog.name[]) and c.relkind operator(pg_catalog.=) any (array['r', 'p']::pg_catalog."char"[]) and a.attnum operator(pg_catalog.>) 0::pg_catalog.int2 and not a.attisdropped`;

const constraintsQuery = `
  select n.nspname as schema, c.relname as table, o.conname as name,
    coalesce(pg_catalog.obj_description(o.oid, 'pg_constraint'), '') as comment
  from pg_catalog.pg_constraint o
  join pg_catalog.pg_class c on c.oid operator(pg_catalog.=) o.conrelid
  join pg_catalog.pg_namespace n on n.oid operator(pg_catalog.=) c.relnamespace
  where n.nspname operator(pg_catalog.=) any ($1::pg_catalog.name[])`;

const indexesQuery = `
  select n.nspname as schema, c.relname as name
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid operator(pg_catalog.=) c.relnamespace
  where n.nspname operator(pg_catalog.=) any ($1::pg_catalog.name[]) and c.relkind operator(pg_catalog.=) any (array['i', 'I']::pg_catalog."char"[])`;
