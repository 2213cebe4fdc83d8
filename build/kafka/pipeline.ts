import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import format from 'pg-format';
import { commandLine, type Outcome } from '../commandLine.js';
import { createTestDatabase, type TestDatabase } from '../server/databases.js';
import type { PostgresServer } from '../server/server.js';
import { readMessages, type Received } from './messages.js';
import type { Stack } from './stack.js';
import { password } from './worker.js';

/** A database whose events stream to Kafka, set up from nothing but what the command line tool wrote. */
export interface Pipeline {
  db: TestDatabase & { sql: pg.Client };
  stack: Stack;
  /** Of everything that is named in Kafka and Kafka Connect. */
  prefix: string;
  /** With the generated files. */
  folder: string;
  /** Runs `specql-cdc cdc <args>` against this database and this connector. */
  cdc: (...args: string[]) => Promise<Outcome>;
  /** Runs the generated SQL by psql, and sets the role's password. */
  prepareDatabase(): Promise<void>;
  /** Reads `<prefix>.events.<type>`, until there are so many messages, or enough of them. */
  events: (type: string, enough: number | ((messages: Received[]) => boolean)) => Promise<Received[]>;
  /** Removes the connector, and the database. */
  remove(): Promise<void>;
}

/**
 * @param stack - where
 * @param args - of generate-config
 * @returns a pipeline whose files are written; nothing runs yet
 */
export async function pipeline(stack: Stack, ...args: string[]): Promise<Pipeline> {
  const { server, broker, worker } = stack;
  const created = await createTestDatabase(server);
  const db = { ...created, sql: await created.connect() };
  const prefix = `t${randomBytes(4).toString('hex')}`;
  const user = `${created.name}_debezium`;
  const folder = await mkdtemp(path.join(os.tmpdir(), 'specql_cdc-pipeline-'));
  const cdc = (command: string, ...rest: string[]) =>
    commandLine(['cdc', command, ...rest, ...targetOf[command as keyof typeof targetOf]]);
  const adminUrl = server.adminUrl(created.name);
  const connect = ['--kafka-connect-url', worker.url];
  const connector = ['--connector-name', prefix];
  const targetOf = {
    deploy: [...connect, '--config', path.join(folder, 'debezium-outbox-connector.json'), '--database-url', adminUrl],
    status: [...connect, ...connector, '--slot-name', prefix, '--database-url', adminUrl],
    remove: [...connect, ...connector, '--database-url', adminUrl],
    pause: [...connect, ...connector],
    resume: [...connect, ...connector],
    restart: [...connect, ...connector],
    'generate-config': [
      ...['--database-host', '127.0.0.1', '--database-port', String(server.port), '--database-name', created.name],
      ...['--database-user', user, '--topic-prefix', prefix, '--connector-name', prefix, '--slot-name', prefix],
      ...['--output-dir', folder, '--kafka-host', broker.bootstrap],
    ],
  };
  const written = await cdc('generate-config', '--force', ...args);
  if (written.exitCode !== 0) throw new Error(written.stderr);
  return {
    db,
    stack,
    prefix,
    folder,
    cdc,
    async prepareDatabase() {
      await promisify(execFile)(
        'psql',
        [
          '--set',
          'ON_ERROR_STOP=1',
          '--quiet',
          '--no-psqlrc',
          '--file',
          path.join(folder, 'setup-database.sql'),
          created.name,
        ],
        { env: { ...process.env, ...server.psqlEnv } },
      );
      await askForPassword(server, user);
      await db.asAdmin(format('alter role %I password %L; select pg_reload_conf()', user, password));
    },
    events: (type, enough) =>
      readMessages(
        broker.bootstrap,
        [`${prefix}.events.${type}`],
        typeof enough === 'number' ? (messages) => messages.length >= enough : enough,
      ),
    async remove() {
      await cdc('remove', '--drop-slot', '--yes');
      await db.asAdmin(
        'select pg_drop_replication_slot(slot_name) from pg_replication_slots where database = current_database()',
      );
      await db.drop();
      const admin = new pg.Client(server.adminUrl());
      await admin.connect();
      await admin.query(format('drop role if exists %I', user));
      await admin.end();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The server trusts everyone but this role, whose password Kafka Connect has to find. */
async function askForPassword({ dataDirectory = '' }: PostgresServer, user: string): Promise<void> {
  const file = path.join(dataDirectory, 'pg_hba.conf');
  await writeFile(file, `host all ${user} 127.0.0.1/32 scram-sha-256\n${await readFile(file, 'utf8')}`);
}
