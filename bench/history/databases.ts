import type { Bench } from '../bench.js';
import { openDatabase, type BenchDatabase } from '../database.js';

/** The same changes, stored in two ways, and who asks for them. */
export interface HistoryDatabases {
  readonly specql: BenchDatabase;
  /** A role that reads one tenant's rows, through the row-level policies. */
  readonly reader: BenchDatabase['sql'];
  readonly document: BenchDatabase;
}

const opened = new WeakMap<Bench['server'], Promise<HistoryDatabases>>();

/**
 * @param bench - where, and how many changes
 * @returns the databases; filled at the first call for a server, as that takes longer than all queries together
 */
export function historyDatabases(bench: Bench): Promise<HistoryDatabases> {
  const known = opened.get(bench.server) ?? open(bench);
  opened.set(bench.server, known);
  return known;
}

async function open({ server, effort }: Bench): Promise<HistoryDatabases> {
  const table = new URL('../audit/table.sql', import.meta.url);
  const changes = [new URL('changes.sql', import.meta.url), `select bench.make_changes(${effort.history})`];
  const file = (name: string) => new URL(name, import.meta.url);
  const specql = await openDatabase(server, {
    extension: true,
    setup: [
      table,
      `select app.enable_audit_cascade('blog.tb_post')`,
      ...changes,
      file('specqlHistory.sql'),
      'vacuum analyze',
    ],
  });
  const document = await openDatabase(server, {
    extension: false,
    setup: [
      table,
      file('../audit/document.sql'),
      file('documentQueries.sql'),
      ...changes,
      file('documentHistory.sql'),
      'vacuum analyze',
    ],
  });
  const reader = await specql.connectAs((role) =>
    specql.sql.query(
      `grant usage on schema bench to ${role}; select app.grant_reader('${role}', array[bench.tenant(0)])`,
    ),
  );
  return { specql, reader, document };
}
