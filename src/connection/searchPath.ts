import type pg from 'pg';
import { onlyRow } from './onlyRow.js';

/** Where only PostgreSQL's own objects are found. The temporary schema is last: left out, it would be searched first. */
export const pinned = 'set search_path = pg_catalog, pg_temp';

/** The schemas that a client searched before its path was pinned. */
const schemas = new WeakMap<pg.ClientBase, string[]>();

/**
 * Pins the search path of a connection.
 *
 * @param client - a connection of our own
 */
export async function pinSearchPath(client: pg.ClientBase): Promise<void> {
  const text = `select pg_catalog.current_schemas(true)::pg_catalog.text[] as schemas`;
  schemas.set(client, onlyRow(await client.query<{ schemas: string[] }>(text)).schemas);
  await client.query(pinned);
}

/**
 * Finds a table that is named without its schema where the connection would have found it before its path was pinned.
 *
 * @param client - a client of `connect`
 * @param name - as in SQL, or an entity name
 * @returns the table with its schema, quoted; the name as it is when it has a schema, or is no table there
 */
export async function tableInPath(client: pg.ClientBase, name: string): Promise<string> {
  const identifier = bareIdentifier(name);
  if (identifier === undefined) return name;
  const { rows } = await client.query<{ table: string }>(
    `select pg_catalog.format('%I.%I', n.nspname, c.relname) as "table"
    from pg_catalog.unnest($1::pg_catalog.text[]) with ordinality s (name, position)
    join pg_catalog.pg_namespace n on n.nspname operator(pg_catalog.=) s.name::pg_catalog.name
    join pg_catalog.pg_class c on c.relnamespace operator(pg_catalog.=) n.oid
    where c.relname operator(pg_catalog.=) $2::pg_catalog.name
    order by s.position limit 1`,
    [schemas.get(client) ?? [], identifier],
  );
  return rows[0]?.table ?? name;
}

/** The name that an identifier without a schema stands for; undefined for anything else. */
function bareIdentifier(name: string): string | undefined {
  if (/^[\p{L}_][\p{L}\p{N}_$]*$/u.test(name)) return name.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  const quoted = /^"((?:[^"]|"")+)"$/.exec(name);
  return quoted?.[1]?.replaceAll('""', '"');
}
