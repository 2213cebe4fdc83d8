import { pascalCase, snakeCase } from '../../letterCase.js';
import type { Entity } from '../../syntax/entity.js';
import type { GenerateOptions } from '../generateOptions.js';
import { columnName, tableName } from '../../objectNames.js';
import { refuse } from '../refuse.js';
import { ident } from '../text/ident.js';
import { literal } from '../text/literal.js';
import { join, none, type Sql, sql } from '../text/sql.js';

/**
 * @param entity - any
 * @param options - of the run
 * @returns whether its table is audited: as it says, else as the options say
 */
function isAudited(entity: Entity, { withAuditCascade }: Pick<GenerateOptions, 'withAuditCascade'>): boolean {
  return entity.audit?.enabled ?? withAuditCascade;
}

/**
 * @param entity - any
 * @param options - of the run
 * @returns the call that audits its table, or nothing
 */
export function auditCall(entity: Entity, options: GenerateOptions): Sql {
  if (!isAudited(entity, options)) return none;
  const typename = pascalCase(snakeCase(entity.name));
  if (typename !== entity.name) {
    refuse(
      entity.position,
      `the audit trail would call ${entity.name} ${typename}, as it derives type names from tables`,
      `Write entity: ${typename}.`,
    );
  }
  const relation = literal(`${ident(entity.schema).text}.${ident(tableName(entity)).text}`);
  return sql`select app.enable_audit_cascade(${join([relation, ...parametersOf(entity)], ', ')});`;
}

/** Always passed: an option left out would keep what an earlier run chose. */
function parametersOf({ fields, audit }: Entity): Sql[] {
  const columnsOf = (names: readonly string[]) => fields.filter(({ name }) => names.includes(name)).map(columnName);
  const keepUnchanged = audit?.keepUnchanged ?? false;
  // Actions set these in every update; one that changes nothing else changes nothing.
  const stamps = keepUnchanged ? [] : ['updated_at', 'updated_by'];
  return [
    sql`p_ignore => ${nameArray([...columnsOf(audit?.ignoreColumns ?? []), ...stamps])}`,
    sql`p_exclude => ${nameArray(columnsOf(audit?.excludeColumns ?? []))}`,
    sql`p_redact => ${nameArray(columnsOf(audit?.redactColumns ?? []))}`,
    sql`p_keep_unchanged => ${literal(keepUnchanged)}`,
  ];
}

function nameArray(names: readonly string[]): Sql {
  return sql`array[${join(names.map(literal), ', ')}]::name[]`;
}
