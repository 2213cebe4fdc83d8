import format from 'pg-format';
import { exactTypes } from '../connection/exactJson.js';
import type { Queryable } from '../connection/queryable.js';
import { findAuditedTable } from './auditedTable.js';
import type { AuditRow } from './auditRow.js';
import { entityIdText, type EntityId } from './entityId.js';

/** Which changes of a row to read. */
export interface HistoryOptions {
  /** Only changes of this tenant; default: of every tenant the role may read. */
  tenantId?: string;
  /** At most this many, the latest; default 100. */
  limit?: number;
  /** Skips this many of the latest. */
  offset?: number;
  /** Only changes by mutations that affected an entity of this type, for example `User`. */
  affectedEntity?: string;
  /** Reads the cascade document of each change too. */
  withCascade?: boolean;
}

/**
 * The history of one row, latest change first.
 *
 * @param client - client or pool
 * @param table - as in SQL, or its entity name
 * @param id - the row
 * @param options - which changes
 * @returns the changes the role may read; none for an unknown id
 * @throws SpecqlCdcError when the table is not audited or the id does not fit its key; pg.DatabaseError of the query
 */
export async function auditHistory(
  client: Queryable,
  table: string,
  id: EntityId,
  { tenantId, limit = 100, offset = 0, affectedEntity, withCascade = false }: HistoryOptions = {},
): Promise<AuditRow[]> {
  const audited = await findAuditedTable(client, table);
  const embedded = audited.storage === 'embedded';
  const values = [await entityIdText(client, audited, id), tenantId, limit, offset, affectedEntity];
  const history = format('app.%I', `get_${audited.entity}_audit_history_with_cascade`);
  const auditTable = format('app.%I', `audit_${audited.entity}`);
  const sessionUser = embedded
    ? 'null'
    : `(select a.session_user_name from ${auditTable} a where a.audit_id operator(pg_catalog.=) h.audit_id)`;
  const { rows } = await client.query<AuditRow>({
    text: `select h.audit_id, h.operation_type, h.changed_by, h.changed_at, h.old_values, ${embedded ? rowOnly : 'h.new_values'},
        h.change_reason, ${withCascade ? 'h.cascade_data, ' : ''}h.cascade_entities, h.cascade_source, h.affected_entity_count,
        ${sessionUser} as session_user_name
      from ${history}($1, $2, $3, $4, $5) h`,
    values,
    types: exactTypes,
  });
  return rows;
}

/** The embedded form keeps the cascade among the values. */
const rowOnly = `case when (h.new_values operator(pg_catalog.-) array['_cascade', '_mutation']::pg_catalog.text[])
    operator(pg_catalog.<>) '{}'::pg_catalog.jsonb
  then h.new_values operator(pg_catalog.-) array['_cascade', '_mutation']::pg_catalog.text[] end as new_values`;
