import type { Queryable } from '../connection/queryable.js';
import { findAuditedTable, type AuditedTable } from './auditedTable.js';

/**
 * Stops auditing a table; its history stays unless asked otherwise.
 *
 * @param client - client or pool
 * @param table - as in SQL, or its entity name
 * @param options - `dropHistory` also drops the audit table with all its rows, the history functions and the views
 * @returns how it was audited
 * @throws SpecqlCdcError when it is not audited; pg.DatabaseError as app.disable_audit_cascade does
 */
export async function disableAuditCascade(
  client: Queryable,
  table: string,
  { dropHistory = false }: { dropHistory?: boolean } = {},
): Promise<AuditedTable> {
  const audited = await findAuditedTable(client, table);
  await client.query('select app.disable_audit_cascade($1, $2)', [audited.table, dropHistory]);
  return { ...audited, enabled: false };
}
