import type { Bench, Contestant, Scenario } from '../bench.js';
import { load } from '../load/load.js';
import type { Change } from './change.js';
import { auditDesigns, requireTrail, openAudited, type AuditDesign } from './design.js';

/** One row inserted or updated in a transaction of its own. */
export const singleRow: Scenario[] = (['INSERT', 'UPDATE'] as const).flatMap((operation) =>
  [2, 16].map((clients) => ({
    name: `audit/${operation.toLowerCase()} of one row, ${clients} clients`,
    unit: 'per second',
    subject: 'specql_cdc',
    targets: [{ against: 'floor', speedAtLeast: 0.8 }],
    contestants: (bench) =>
      Promise.all(auditDesigns(bench).map((design) => contestant(bench, design, operation, clients))),
  })),
);

async function contestant(
  bench: Bench,
  design: AuditDesign,
  operation: Change['operation'],
  clients: number,
): Promise<Contestant> {
  const { rows, load: duration } = bench.effort;
  const database = await openAudited(bench, design, rows);
  const change: Change = operation === 'INSERT' ? { operation, rows: 1 } : { operation, where: 'p.pk_post = :post' };
  const script = {
    ...(operation === 'UPDATE' && { draw: { post: [1, rows] as const } }),
    statements: [design.statement(change)],
  };
  let done = 0;
  return {
    name: design.name,
    async run() {
      const { perSecond, runs } = await load(script, { url: database.url, clients, duration });
      done += runs;
      return perSecond;
    },
    async check() {
      const changed = await database.number(
        operation === 'INSERT' ? `select count(*) - ${rows} from blog.tb_post` : 'select sum(views) from blog.tb_post',
      );
      if (changed !== done)
        throw new Error(`${design.name}: ${changed} changes in ${done} transactions (${operation})`);
      await requireTrail(database, design, operation, done);
    },
  };
}
