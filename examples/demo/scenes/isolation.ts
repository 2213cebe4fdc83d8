import { claim } from '../claim.js';
import { code, heading, table } from '../print.js';
import { tenants, type Scene } from '../stage.js';

/** A reader is bound to its tenant, whatever it sets. */
export const isolation: Scene = async ({ database, sql }) => {
  heading('Tenants do not see each other');
  const counts: Record<string, unknown>[] = [];
  for (const [name, tenant] of Object.entries(tenants)) {
    const role = await database.createRole(`${name}_reader`);
    code(`select app.grant_reader('${name}_reader', '{${tenant.slice(0, 8)}…}');`);
    await sql.query('select app.grant_reader($1, array[$2::uuid])', [role, tenant]);
    const reader = await database.connect(role);
    await reader.query(`select set_config('app.tenant_id', $1, false)`, [tenants.acme]);
    const { rows } = await reader.query<{ changes: number; mutations: number }>(
      `select (select count(*)::int from app.audit_post) as "changes", (select count(*)::int from app.mutation) as mutations`,
    );
    counts.push({ reader: name, ...rows[0] });
    await reader.end();
  }
  table(counts);
  claim('the other tenant sees nothing of Acme, even when it sets app.tenant_id to it', counts[1]?.changes === 0);
};
