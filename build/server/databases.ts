import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { withParts, type ServerConnection } from './connection.js';
import { keepProfile } from './profile.js';
import { ensureTemplate, owner, type Template } from './templates.js';

/** A database of one test's own. */
export interface TestDatabase {
  /** Of the owner, an ordinary role. */
  readonly url: string;
  readonly name: string;
  readonly server: ServerConnection;
  /**
   * @param role - who connects; the owner of the database unless told otherwise
   * @returns a new connection, closed by `drop()` at the latest
   */
  connect(role?: string): Promise<pg.Client>;
  /**
   * Makes a role that may log in and nothing else. Roles belong to the whole server, so each database has names of its own.
   *
   * @param name - what it is called in the test
   * @param attributes - as in CREATE ROLE, for instance `BYPASSRLS`
   * @returns its real name, which needs no quotes in SQL; dropped by `drop()`
   */
  createRole(name: string, attributes?: string): Promise<string>;
  /** Runs statements as a superuser in this database, for set-up that the owner may not do. */
  asAdmin(sql: string): Promise<pg.QueryResult>;
  /** Disconnects everyone, and drops the database and its roles. */
  drop(): Promise<void>;
}

/**
 * Makes a database by copying a template, which is made at its first use on a server.
 *
 * @param server - where
 * @param options - `template`: `extension` (the default) has specql_cdc installed by the owner, `empty` does not
 * @returns the database
 * @throws the error of CREATE EXTENSION, when the template cannot be made
 */
export async function createTestDatabase(
  server: ServerConnection,
  { template = 'extension' }: { template?: Template } = {},
): Promise<TestDatabase> {
  const source = await ensureTemplate(server, template);
  const name = `test_${randomBytes(6).toString('hex')}`;
  // Copying files takes a quarter of the time of writing every block to the log.
  await once(server.adminUrl(), `create database ${name} template ${source} owner ${owner} strategy file_copy`);

  const clients: pg.Client[] = [];
  const roles: string[] = [];
  const asAdmin = (sql: string) => once(server.adminUrl(name), sql);
  const urlOf = (role: string) => withParts(server.address.url, { database: name, role });
  return {
    name,
    server,
    url: urlOf(owner),
    async connect(role = owner) {
      const client = await connected(urlOf(role));
      clients.push(client);
      return client;
    },
    async createRole(role, attributes = '') {
      const real = `${name}_${role}`;
      await once(server.adminUrl(), `create role ${real} login ${attributes}`);
      roles.push(real);
      return real;
    },
    asAdmin,
    async drop() {
      await Promise.all(clients.map((client) => client.end()));
      await keepProfile(asAdmin);
      const statements = [`drop database ${name} with (force)`, ...roles.map((role) => `drop role ${role}`)];
      for (const statement of statements) await once(server.adminUrl(), statement);
    },
  };
}

async function once(url: string, sql: string): Promise<pg.QueryResult> {
  const client = await connected(url);
  try {
    return await client.query(sql);
  } finally {
    await client.end();
  }
}

async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client(url);
  // A test that stops the server or ends a backend sees it in its next query; without a listener it would end the worker.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}
