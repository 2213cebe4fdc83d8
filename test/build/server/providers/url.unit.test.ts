import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { createTestDatabase } from '../../../../build/server/databases.js';
import type { PostgresServer } from '../../../../build/server/server.js';
import { providerFromEnvironment, startServer } from '../../../../build/server/start.js';
import { tinyExtension } from '../tinyExtension.js';

let running: PostgresServer;
beforeAll(async () => {
  running = await startServer({ major: 17, provider: 'embedded', extension: tinyExtension() });
});
afterAll(() => running.stop());
afterEach(() => vi.unstubAllEnvs());

const attach = (major = 17) => startServer({ major, extension: new Map() });

test('a server given by URL is used as it is, and left running', async () => {
  vi.stubEnv('SPECQL_TEST_PROVIDER', 'url');
  vi.stubEnv('SPECQL_TEST_URL', running.adminUrl());
  const server = await attach();
  expect(server).toMatchObject({ provider: 'url', port: running.port });
  await server.stop();
  await expect(server.kill('SIGKILL')).rejects.toThrow('not ours');
  const database = await createTestDatabase(running);
  await database.drop();
});

test('its major must be the one that was asked for', async () => {
  vi.stubEnv('SPECQL_TEST_PROVIDER', 'url');
  vi.stubEnv('SPECQL_TEST_URL', running.adminUrl());
  await expect(attach(18)).rejects.toThrow('SPECQL_TEST_URL is PostgreSQL 17; set SPECQL_TEST_MAJORS to that, not 18');
});

test('the URL must be given', async () => {
  vi.stubEnv('SPECQL_TEST_PROVIDER', 'url');
  vi.stubEnv('SPECQL_TEST_URL', '');
  await expect(attach()).rejects.toThrow('SPECQL_TEST_URL must name a server');
});

test('an unknown provider is named', () => {
  vi.stubEnv('SPECQL_TEST_PROVIDER', 'cloud');
  expect(providerFromEnvironment).toThrow('SPECQL_TEST_PROVIDER must be one of embedded, docker, url, not "cloud"');
});
