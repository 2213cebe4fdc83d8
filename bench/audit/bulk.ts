import type { Bench, Contestant, Scenario } from '../bench.js';
import type { Change } from './change.js';
import { auditDesigns, requireTrail, openAudited, type AuditDesign } from './design.js';

/** Many rows changed by one statement. */
export const bulk: Scenario[] = [
  {
    name: 'audit/insert of 100,000 rows in one statement',
    unit: 'ms',
    subject: 'specql_cdc',
    targets: [{ against: 'un-audited', speedAtLeast: 1 / 3.2 }],
    contestants: (bench) => contestants(bench, { operation: 'INSERT', rows: bench.effort.rows }, 0, bench.effort.rows),
  },
  {
    name: 'audit/update of 50,000 rows in one statement',
    unit: 'ms',
    subject: 'specql_cdc',
    contestants: (bench) =>
      contestants(bench, { operation: 'UPDATE', where: 'p.pk_post % 2 = 0' }, bench.effort.rows, bench.effort.rows / 2),
  },
];

function contestants(bench: Bench, change: Change, before: number, changes: number): Promise<Contestant[]> {
  return Promise.all(auditDesigns(bench).map((design) => contestant(bench, design, change, before, changes)));
}

async function contestant(
  bench: Bench,
  design: AuditDesign,
  change: Change,
  before: number,
  changes: number,
): Promise<Contestant> {
  const database = await openAudited(bench, design, before);
  const statement = design.statement(change);
  return {
    name: design.name,
    async run() {
      // Each round starts from the same number of rows, and from an empty trail.
      await database.sql.query(before === 0 ? 'truncate blog.tb_post' : 'vacuum blog.tb_post');
      if (design.trail) await database.sql.query(`truncate ${design.trail.table}`);
      const started = performance.now();
      await database.sql.query(statement);
      return performance.now() - started;
    },
    check: () => requireTrail(database, design, change.operation, changes),
  };
}
