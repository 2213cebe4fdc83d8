import pg from 'pg';
import type { ClientTask } from './clients.js';
import type { LoadScript } from './script.js';

// A process of its own, so that one client's work does not wait for another's.
process.once('message', (task) => {
  void load(task as ClientTask).then((result) => {
    process.send?.(result, () => {
      process.disconnect();
    });
  });
});

async function load({ script, url, clients, duration }: ClientTask) {
  const connections = await Promise.all(
    Array.from({ length: clients }, async () => {
      const client = new pg.Client(url);
      await client.connect();
      return client;
    }),
  );
  const statements = prepare(script);
  const started = performance.now();
  const enough = (runs: number) =>
    'seconds' in duration ? performance.now() - started > duration.seconds * 1000 : runs === duration.transactions;
  const counts = await Promise.all(
    connections.map(async (client) => {
      let runs = 0;
      for (; !enough(runs); runs += 1) {
        const drawn = draw(script);
        for (const { names, ...statement } of statements) {
          await client.query({ ...statement, values: names.map((name) => drawn[name]) });
        }
      }
      return runs;
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  await Promise.all(connections.map((client) => client.end()));
  const runs = counts.reduce((sum, count) => sum + count, 0);
  return { runs, perSecond: runs / seconds };
}

/** `:name` becomes `$1`; a cast (`::`) is no variable. */
function prepare({ statements }: LoadScript) {
  return statements.map((statement, index) => {
    const names: string[] = [];
    const text = statement.replace(/(?<!:):([a-z]+)/g, (_, name: string) => `$${names.push(name)}`);
    return { name: `statement_${index}`, text, names };
  });
}

function draw({ draw: ranges = {} }: LoadScript): Record<string, number> {
  return Object.fromEntries(
    Object.entries(ranges).map(([name, [from, to]]) => [name, from + Math.floor(Math.random() * (to - from + 1))]),
  );
}
