import type { TestProject } from 'vitest/node';
import type { ServerAddress } from '../../build/server/connection.js';
import { startServer } from '../../build/server/start.js';
import { startCheckedServer } from './checkedServer.js';

declare module 'vitest' {
  interface ProvidedContext {
    server: ServerAddress;
  }
}

/**
 * Starts the server of one project (`pg15` ...) before its first test.
 *
 * @param project - named after the major
 * @returns what stops it after the last
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const major = Number(project.name.replace('pg', ''));
  const server =
    process.env.SPECQL_SQL_COVERAGE && major === 15 ? await startCheckedServer() : await startServer({ major });
  project.provide('server', server.address);
  return () => server.stop();
}
