import { readFile } from 'node:fs/promises';
import { enableAuditCascade } from '../../../src/index.js';
import { code, heading, table } from '../print.js';
import type { Scene } from '../stage.js';

/** A blog, and one call for each table that is to be audited. */
export const enable: Scene = async ({ sql }) => {
  heading('A blog with two tenants, audited by one call a table');
  await sql.query(await readFile(new URL('../blog.sql', import.meta.url), 'utf8'));
  for (const name of ['author', 'post', 'comment']) {
    code(`select app.enable_audit_cascade('blog.tb_${name}');`);
    await enableAuditCascade(sql, `blog.tb_${name}`);
  }
  const { rows } = await sql.query<Record<string, unknown>>(
    `select table_name::text as "table", audit_table, key_columns::text[] as key, tenant_column as tenant, level as triggers
     from app.v_audited_tables`,
  );
  table(rows);
};
