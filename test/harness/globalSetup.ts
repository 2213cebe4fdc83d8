import type { TestProject } from 'vitest/node';
import type { ServerAddress } from '../../build/server/connection.js';
import { startServer } from '../../build/server/start.js';

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
  const server = await startServer({ major: Number(project.name.replace('pg', '')) });
  project.provide('server', server.address);
  return () => server.stop();
}
