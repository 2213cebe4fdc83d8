import type pg from 'pg';
import { inject, test as base } from 'vitest';
import { connectionTo, type ServerConnection } from '../../build/server/connection.js';
import { createTestDatabase, type TestDatabase } from '../../build/server/databases.js';

/** A database of the test's own, and a connection to it as its owner. */
export type DatabaseFixture = TestDatabase & { sql: pg.Client };

interface Fixtures {
  /** The server of this project. */
  server: ServerConnection;
  /** A database with the extension installed. */
  db: DatabaseFixture;
  /** A database without it. */
  emptyDb: DatabaseFixture;
}

/** `test` of vitest, with a server and databases that are made for a test that asks for them and dropped after it. */
export const test = base.extend<Fixtures>({
  // eslint-disable-next-line no-empty-pattern -- vitest reads the fixtures wanted from this pattern
  server: async ({}, use) => {
    await use(connectionTo(inject('server')));
  },
  db: async ({ server }, use) => {
    await lend(await createTestDatabase(server), use);
  },
  emptyDb: async ({ server }, use) => {
    await lend(await createTestDatabase(server, { template: 'empty' }), use);
  },
});

async function lend(database: TestDatabase, use: (fixture: DatabaseFixture) => Promise<void>): Promise<void> {
  try {
    await use({ ...database, sql: await database.connect() });
  } finally {
    await database.drop();
  }
}
