import type { Queryable } from '../connection/queryable.js';
import { findAuditedTable, type AuditedTable } from './auditedTable.js';

/** How to audit a table; what is left out keeps what an earlier call chose, or else its default. */
export interface EnableOptions {
  /** Entity name; default: the table's name without `tb_`. */
  entity?: string;
  /** Columns that identify a row; default: a uuid column `id`, else the primary key, else a unique index, else none. */
  keyColumns?: string[];
  /** The uuid column that holds the tenant, `''` for none; default: `tenant_id` if there is one. */
  tenantColumn?: string;
  /** An update that changes only these columns leaves no row. */
  ignore?: string[];
  /** Columns that are never stored. */
  exclude?: string[];
  /** Columns stored as `***`. */
  redact?: string[];
  /** Whether an update that changes nothing leaves a row too. */
  keepUnchanged?: boolean;
  /** Whether changes under session_replication_role = replica are audited too. */
  replica?: boolean;
  /** `embedded`: an audit table that may not be altered keeps the cascade under `new_values._cascade`. */
  storage?: 'columns' | 'embedded';
}

const enable = `select app.enable_audit_cascade(p_table => $1, p_entity => $2, p_key_columns => $3, p_tenant_column => $4, p_ignore => $5,
  p_exclude => $6, p_redact => $7, p_keep_unchanged => $8, p_replica => $9, p_storage => $10)`;

/**
 * Audits a table, or brings the auditing of it up to date.
 *
 * @param client - client or pool
 * @param table - as in SQL: `blog.tb_post`, `"Mixed Case"`
 * @param options - how
 * @returns how it is audited now
 * @throws pg.DatabaseError as app.enable_audit_cascade does; nothing is changed then
 */
export async function enableAuditCascade(
  client: Queryable,
  table: string,
  options: EnableOptions = {},
): Promise<AuditedTable> {
  const { entity, keyColumns, tenantColumn, ignore, exclude, redact, keepUnchanged, replica, storage } = options;
  const values = [table, entity, keyColumns, tenantColumn, ignore, exclude, redact, keepUnchanged, replica, storage];
  await client.query(enable, values);
  return findAuditedTable(client, table);
}
