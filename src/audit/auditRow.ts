import type { CascadeDocument } from '../mutation/cascade.js';

/** A row as it was; numbers that JavaScript cannot hold exactly are strings. */
export type Image = Record<string, unknown>;

/** One change of a row. */
export interface AuditRow {
  audit_id: string;
  operation_type: 'INSERT' | 'UPDATE' | 'DELETE';
  /** The user it was done for; null when nobody said. */
  changed_by: string | null;
  changed_at: Date;
  /** Null for an INSERT. */
  old_values: Image | null;
  /** Null for a DELETE. */
  new_values: Image | null;
  change_reason: string | null;
  /** Everything the mutation changed; present when it was asked for, null when the change belongs to no mutation. */
  cascade_data?: CascadeDocument | null;
  /** Type names of the entities the mutation affected. */
  cascade_entities: string[] | null;
  /** Name of the mutation. */
  cascade_source: string | null;
  affected_entity_count: number;
  /** The database role that logged in; null where the audit table has no such column. */
  session_user_name: string | null;
}
