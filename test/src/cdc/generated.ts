import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { commandLine, type Outcome } from '../../../build/commandLine.js';
import { test as base, type DatabaseFixture } from '../../harness/fixture.js';

/** What `cdc generate-config` wrote for a database. */
export interface Generated {
  db: DatabaseFixture;
  /** Names the slot, the publication and the role. */
  name: string;
  /** Of the connector. */
  file: string;
  config: Record<string, string>;
  /** Runs the generated SQL as an administrator. */
  prepareDatabase(): Promise<void>;
  /** Runs `specql-cdc cdc <args>` while Kafka Connect does not answer. */
  cdc: (...args: string[]) => Promise<Outcome>;
}

/** `test` of vitest, with generated files, without Kafka; what they made of the server is removed again. */
export const test = base.extend<{ generated: Generated }>({
  generated: async ({ db, server }, use) => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'specql_cdc-generated-'));
    const { name } = db;
    const names = ['--slot-name', name, '--database-user', name, '--database-name', name];
    const at = ['--database-host', '127.0.0.1', '--database-port', String(server.port), '--output-dir', folder];
    await commandLine(['cdc', 'generate-config', ...names, ...at]);
    const file = path.join(folder, 'debezium-outbox-connector.json');
    const { config } = JSON.parse(await readFile(file, 'utf8')) as Pick<Generated, 'config'>;
    await use({
      db,
      name,
      file,
      config,
      async prepareDatabase() {
        const script = await readFile(path.join(folder, 'setup-database.sql'), 'utf8');
        const admin = new pg.Client(server.adminUrl(name));
        await admin.connect();
        // Each on its own, as psql does: a slot cannot be made in a transaction that has written.
        for (const statement of script.split(/\n\n(?=--)/)) await admin.query(statement);
        await admin.end();
      },
      cdc: (...args) => commandLine(['cdc', ...args, '--kafka-connect-url', 'http://127.0.0.1:1']),
    });
    await db.asAdmin(
      'select pg_drop_replication_slot(slot_name) from pg_replication_slots where database = current_database()',
    );
    await db.asAdmin(`do $$ begin
      if exists (select from pg_roles where rolname = '${name}') then drop owned by ${name}; drop role ${name}; end if;
    end $$`);
    await rm(folder, { recursive: true });
  },
});
