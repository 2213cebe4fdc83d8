import { readFileSync } from 'node:fs';
import { parseEntities } from '../../src/specql/parseEntities.js';
import { generateSql } from '../../src/specql/sql/generateSql.js';
import type { Bench, Contestant, Scenario } from '../bench.js';
import { openDatabase, type DatabaseOptions } from '../database.js';
import { load } from '../load/load.js';

/** An action as generated, with audit, cascade and event, and the same work written by hand without them. */
export const generated: Scenario[] = [
  {
    name: 'specql/create_post',
    unit: 'ms',
    subject: 'generated',
    contestants: (bench) =>
      Promise.all([
        contestant(bench, 'by hand, without audit, cascade and event', {
          extension: false,
          setup: [new URL('handWritten.sql', import.meta.url)],
        }),
        contestant(bench, 'generated', { extension: true, setup: scripts() }),
      ]),
  },
];

function scripts(): string[] {
  const name = 'examples/cdc/post_with_cdc.yaml';
  const { entities } = parseEntities([{ name, text: readFileSync(name, 'utf8') }]);
  return generateSql(entities, { withImpacts: true, withAuditCascade: true, withCdc: true }).map(({ sql }) => sql);
}

async function contestant(bench: Bench, name: string, options: DatabaseOptions): Promise<Contestant> {
  const database = await openDatabase(bench.server, options);
  const statements = [`select app.create_post(null, null, '{"title": "The title of a post"}')`];
  // Every row and every document; where there is an outbox, every event, with a cascade of one entity.
  const counts = ['select count(*) from blog.tb_post', 'select count(*) from blog.tv_post'];
  const events = `select count(*) from app.outbox where jsonb_array_length(event_metadata -> 'cascade' -> 'updated') = 1`;
  let done = 0;
  return {
    name,
    async run() {
      const { url } = database;
      const { perSecond, runs } = await load({ statements }, { url, clients: 1, duration: bench.effort.load });
      done += runs;
      return 1000 / perSecond;
    },
    async check() {
      for (const count of options.extension ? [...counts, events] : counts) {
        const found = await database.number(count);
        if (found !== done) throw new Error(`${name}: ${found} after ${done} calls, by ${count}`);
      }
    },
  };
}
