import type pg from 'pg';
import type { Bench, Contestant, Scenario, Target } from '../bench.js';
import { median } from '../statistics.js';
import { historyDatabases } from './databases.js';

/** What is asked for, of the tenant that the reader may read and of a post that changed often or seldom. */
const queries = {
  'history of a post': 'select * from app.get_post_audit_history(bench.post($1), bench.tenant(0))',
  'history of a post with cascades':
    'select * from app.get_post_audit_history_with_cascade(bench.post($1), bench.tenant(0))',
  'mutations affecting a common type': `select * from app.get_mutations_affecting_entity('User', bench.tenant($1))`,
  'mutations affecting a rare type': `select * from app.get_mutations_affecting_entity('Invoice', bench.tenant($1))`,
  'recent mutations of posts, first 100': 'select * from app.v_post_recent_cascade_mutations limit 100',
  'cascades of posts, first 100': 'select * from app.v_post_cascade_audit limit 100',
};

const targets: Target[] = ['specql_cdc', 'specql_cdc, as reader'].map((of) => ({ of, millisecondsAtMost: 5 }));

/** Queries over a million audit rows and as many mutations; the figure is the median of many executions with different posts. */
export const history: Scenario[] = Object.entries(queries).map(([name, query]) => ({
  name: `history/${name}`,
  unit: 'ms',
  subject: 'specql_cdc',
  targets,
  contestants: (bench) => contestants(bench, name, query),
}));

async function contestants(bench: Bench, statement: string, query: string): Promise<Contestant[]> {
  const { specql, reader, document } = await historyDatabases(bench);
  const clients = { document: document.sql, specql_cdc: specql.sql, 'specql_cdc, as reader': reader };
  return Object.entries(clients).map(([name, client]) => contestant(bench, { name, client, statement, query }));
}

interface Asker {
  readonly name: string;
  readonly client: pg.Client;
  /** Name of the prepared statement. */
  readonly statement: string;
  readonly query: string;
}

function contestant({ effort }: Bench, { name, client, statement, query }: Asker): Contestant {
  let found = 0;
  return {
    name,
    async run() {
      const times: number[] = [];
      for (let execution = 0; execution < effort.queries; execution += 1) {
        const started = performance.now();
        const { rowCount } = await client.query(
          query.includes('$1') ? { name: statement, text: query, values: [postOfTenant(effort.history)] } : query,
        );
        times.push(performance.now() - started);
        found += rowCount ?? 0;
      }
      return median(times);
    },
    check() {
      if (found === 0) throw new Error(`${name}: ${query} found nothing`);
      return Promise.resolve();
    },
  };
}

/** Of the posts there are, drawn as the changes drew them, so that posts that changed often are asked for often; numbers divisible by 20 belong to tenant 0. */
function postOfTenant(changes: number): number {
  return Math.floor((changes / 200) * Math.random() ** 2) * 20;
}
