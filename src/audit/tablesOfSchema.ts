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
    join pg_catalog.pg_namespace n on n.oid operator(pg_catalog.=) c.relnamespace
    where n.nspname operator(pg_catalog.=) $1::pg_catalog.name and c.relkind operator(pg_catalog.=) any (array['r', 'p']::pg_catalog."char"[]) and not c.relispartition
      and not exists (select from pg_catalog.pg_depend d
        where d.classid operator(pg_catalog.=) 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid
          and d.objid operator(pg_catalog.=) c.oid and d.deptype operator(pg_catalog.=) 'e'::pg_catalog."char")
      and not exists (select from app.v_audited_tables t where pg_catalog.to_regclass(t.audit_table)::pg_catalog.oid operator(pg_catalog.=) c.oid)
    order by c.relname`,
    [schema],
  );
  if (rows.length === 0)
    throw new SpecqlCdcError(`there are no tables in schema ${schema}`, 'Check the name of the schema.');
  return rows.map(({ table }) => table);
}
