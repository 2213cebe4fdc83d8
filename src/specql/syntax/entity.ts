import type { Action } from './action.js';
import type { Field } from './field.js';
import type { Position } from './position.js';

/** One SpecQL entity: one YAML document. */
export interface Entity {
  /** PascalCase, as in `Post`: the `__typename`, the aggregate type, and by its snake_case the table `tb_post`. */
  readonly name: string;
  readonly schema: string;
  readonly description?: string;
  /** Whether rows belong to a tenant: a column `tenant_id`, and every statement of an action bound to it. */
  readonly tenant: boolean;
  readonly fields: readonly Field[];
  readonly actions: readonly Action[];
  readonly audit?: AuditOptions;
  readonly position: Position;
}

/** The options of `app.enable_audit_cascade`, by their names in SpecQL. */
export interface AuditOptions {
  readonly enabled: boolean;
  readonly includeCascade: boolean;
  readonly excludeColumns: readonly string[];
  readonly ignoreColumns: readonly string[];
  /** Stored as `***`. */
  readonly redactColumns?: readonly string[];
  /** Whether an update that changed nothing leaves a row. */
  readonly keepUnchanged: boolean;
  readonly position: Position;
}
