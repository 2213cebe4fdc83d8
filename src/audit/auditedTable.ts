import { SpecqlCdcError } from '../error.js';
import type { Queryable } from '../connection/queryable.js';

/** What is audited, and how: a row of `app.v_audited_tables` with names that need no search path. */
export interface AuditedTable {
  /** With its schema, quoted where SQL needs it; its number when the table was dropped. */
  table: string;
  /** Name in the names of its audit objects: `post` gives `app.audit_post`. */
  entity: string;
  /** Name in cascades: `Post`. */
  typename: string;
  audit_table: string;
  /** Columns that identify a row; empty when there is no key. */
  key_columns: string[];
  tenant_column: string | null;
  ignored_columns: string[];
  excluded_columns: string[];
  redacted_columns: string[];
  keep_unchanged: boolean;
  replica: boolean;
  storage: 'columns' | 'embedded';
  level: 'statement' | 'row';
  enabled: boolean;
  enabled_at: Date;
  enabled_by: string;
}

const auditedTables = `
  select case when c.oid is null then t.table_name::pg_catalog.oid::pg_catalog.text else pg_catalog.format('%I.%I', n.nspname, c.relname) end as "table", t.entity, t.typename, t.audit_table,
    t.key_columns::pg_catalog.text[], t.tenant_column, t.ignored_columns::pg_catalog.text[],
    t.excluded_columns::pg_catalog.text[], t.redacted_columns::pg_catalog.text[],
    t.keep_unchanged, t.replica, t.storage, t.level, t.enabled, t.enabled_at, t.enabled_by
  from app.v_audited_tables t
  left join pg_catalog.pg_class c on c.oid operator(pg_catalog.=) t.table_name::pg_catalog.oid
  left join pg_catalog.pg_namespace n on n.oid operator(pg_catalog.=) c.relnamespace`;

/**
 * Compared by name and not by a cast to regclass, which needs rights on the table's schema that a reader may lack.
 * An entity name counts only where it is no table's name too: post must not find blog.tb_post while there is a table post.
 */
const named = `
  cross join lateral (select pg_catalog.parse_ident($1)::pg_catalog.name[] operator(pg_catalog.=) any_name as yes
    from (values (array[n.nspname, c.relname]), (case when pg_catalog.pg_table_is_visible(c.oid) then array[c.relname] end)) a (any_name)
    order by yes desc nulls last limit 1) named
  where named.yes or case when t.entity operator(pg_catalog.=) $1::pg_catalog.text then pg_catalog.to_regclass($1) is null end`;

/**
 * Finds an audited table, also one that auditing was disabled for, or that was dropped.
 *
 * @param client - client or pool
 * @param name - the table as in SQL (`blog.tb_post`, `"Mixed Case"`), or its entity name (`post`)
 * @returns how it is audited
 * @throws SpecqlCdcError when it never was; pg.DatabaseError 22023 when the name is none
 */
export async function findAuditedTable(client: Queryable, name: string): Promise<AuditedTable> {
  const { rows } = await client.query<AuditedTable>(auditedTables + named, [name]);
  if (rows[0]) return rows[0];
  const { rows: all } = await client.query<AuditedTable>(`${auditedTables} order by 1`);
  throw new SpecqlCdcError(
    `${name} is not audited`,
    all.length
      ? `Audited are ${all.map(({ table }) => table).join(', ')}.`
      : 'No table is; enable auditing of it first.',
  );
}
