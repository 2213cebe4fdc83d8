import type pg from 'pg';
import { claim } from '../claim.js';
import { heading, say, table } from '../print.js';
import type { Scene } from '../stage.js';

const runs = 300;

/** The same mutation on the same table, audited and not, in turn. */
export const cost: Scene = async ({ sql }) => {
  heading('What it costs, measured now on this machine');
  await sql.query(
    `create table blog.tb_plain (like blog.tb_author including all);
     insert into blog.tb_plain (tenant_id, name) select gen_random_uuid(), 'author ' || i from generate_series(1, 100) i;
     insert into blog.tb_author (tenant_id, name) select gen_random_uuid(), 'author ' || i from generate_series(1, 100) i`,
  );
  const samples: Record<string, number[]> = { plain: [], audited: [], mutation: [] };
  for (let run = 0; run < runs; run += 1) {
    samples.plain?.push(await time(sql, [update('tb_plain')]));
    samples.audited?.push(await time(sql, [update('tb_author')]));
    samples.mutation?.push(
      await time(sql, [`select app.begin_mutation('rename')`, update('tb_author'), 'select app.end_mutation()']),
    );
  }
  const plain = median(samples.plain);
  table(
    Object.entries({
      'not audited': plain,
      audited: median(samples.audited),
      'audited, in a mutation': median(samples.mutation),
    }).map(([name, ms]) => ({
      'one updated row': name,
      'median of a transaction': `${ms.toFixed(2)} ms`,
      more: `${(ms - plain).toFixed(2)} ms`,
    })),
  );
  say('`npm run bench` measures it properly, beside a hand-written floor and other tools.');
  claim('every run left its audit row', (await auditRows(sql)) === 2 * runs);
};

const update = (name: string) => `update blog.${name} set post_count = post_count + 1 where name = 'author 1'`;

async function time(sql: pg.Client, statements: string[]): Promise<number> {
  const start = performance.now();
  await sql.query(['begin', ...statements, 'commit'].join('; '));
  return performance.now() - start;
}

async function auditRows(sql: pg.Client): Promise<number> {
  const { rows } = await sql.query<{ count: number }>(
    `select count(*)::int as count from app.audit_author where operation_type = 'UPDATE' and new_values ->> 'name' = 'author 1'`,
  );
  return rows[0]?.count ?? 0;
}

function median(values: number[] = []): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
