import { SpecqlCdcError } from '../error.js';
import type { Queryable } from '../connection/queryable.js';

/**
 * The tables of a schema that can be audited: no partitions, audit tables, or tables of an extension.
 *
 * @param client - client or pool
 * @param schema - its name, not quoted
 * @returns the tables with their schema, quoted where SQL needs it, by name
 * @throws SpecqlCdcError when there are none
 */
export async function tablesOfSchema(client: Queryable, schema: string): Promise<string[]> {
  const { rows } = await client.query<{ table: string }>(
    `select pg_catalog.format('%I.%I', n.nspname, c.relname) as "table"
    from pg_catalog.pg_class c
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname = $1 and c.relkind in ('r', 'p') and not c.relispartition
      and not exists (select from pg_catalog.pg_depend d
        where d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objid = c.oid and d.deptype = 'e')
      and not exists (select from app.v_audited_tables t where pg_catalog.to_regclass(t.audit_table) = c.oid)
    order by c.relname`,
    [schema],
  );
  if (rows.length === 0)
    throw new SpecqlCdcError(`there are no tables in schema ${schema}`, 'Check the name of the schema.');
  return rows.map(({ table }) => table);
}
