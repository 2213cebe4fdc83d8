import { statement } from '../audit/change.js';
import type { Bench, Contestant, Scenario } from '../bench.js';
import { openDatabase, type DatabaseOptions } from '../database.js';
import { load } from '../load/load.js';

/** A transaction that inserts rows by one statement: as it is, audited, and as a mutation. */
export const mutations: Scenario[] = [1, 10, 500].map((rows) => ({
  name: `mutation/${rows} ${rows === 1 ? 'row' : 'rows'}`,
  unit: 'ms',
  subject: 'specql_cdc',
  contestants: (bench) => contestants(bench, rows),
}));

function contestants(bench: Bench, rows: number): Promise<Contestant[]> {
  const table = new URL('../audit/table.sql', import.meta.url);
  const enable = `select app.enable_audit_cascade('blog.tb_post')`;
  const audited = { extension: true, setup: [table, enable] };
  const others = { extension: true, setup: [table, enable, otherTables(bench.effort.otherTables)] };
  return Promise.all([
    contestant(bench, 'un-audited', { extension: false, setup: [table] }, rows, false),
    contestant(bench, 'audited, no mutation', audited, rows, false),
    contestant(bench, 'specql_cdc', audited, rows, true),
    contestant(bench, `specql_cdc, ${bench.effort.otherTables} more tables audited`, others, rows, true),
  ]);
}

const otherTables = (count: number) => `do $$ begin
  for i in 1..${count} loop
    execute format('create table blog.tb_other_%s (id uuid primary key, tenant_id uuid, title text)', i);
    perform app.enable_audit_cascade(format('blog.tb_other_%s', i)::regclass);
    commit;
  end loop;
end $$`;

async function contestant(
  bench: Bench,
  name: string,
  options: DatabaseOptions,
  rows: number,
  asMutation: boolean,
): Promise<Contestant> {
  const database = await openDatabase(bench.server, options);
  const insert = statement({ operation: 'INSERT', rows });
  const statements = asMutation
    ? ['begin', `select app.begin_mutation('create_posts')`, insert, 'select app.end_mutation()', 'commit']
    : ['begin', insert, 'commit'];
  let done = 0;
  return {
    name,
    async run() {
      const { perSecond, runs } = await load(
        { statements },
        { url: database.url, clients: 1, duration: bench.effort.load },
      );
      done += runs;
      return 1000 / perSecond;
    },
    async check() {
      const changed = await database.number('select count(*) from blog.tb_post');
      const stored = asMutation
        ? await database.number(`select coalesce(sum(affected_count), 0) from app.mutation`)
        : done * rows;
      if (changed !== done * rows || stored !== changed) {
        throw new Error(`${name}: ${changed} rows, ${stored} in mutations, after ${done} transactions of ${rows}`);
      }
    },
  };
}
