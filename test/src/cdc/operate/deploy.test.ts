import { expect } from 'vitest';
import { value } from '../../../harness/query.js';
import { createTestDatabase } from '../../../../build/server/databases.js';
import { test } from '../generated.js';

test('refuses a --database-url that cannot be used, and does not repeat its password', async ({ generated }) => {
  const cases: [url: string, message: RegExp][] = [
    ['host=127.0.0.1 password=secret', /must start with postgresql:/],
    ['postgresql://u:12/secret@127.0.0.1/x', /@ behind the host/],
    ['postgresql://u:secret@127.0.0.1:port/x', /cannot be used/],
    ['postgresql://u:secret@127.0.0.1:1/x', /database x at 127\.0\.0\.1:1 as u: .*ECONNREFUSED/],
  ];
  for (const [url, message] of cases) {
    const { exitCode, stdout, stderr } = await generated.cdc(
      'deploy',
      '--config',
      generated.file,
      '--database-url',
      url,
    );
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain('secret');
  }
});

test('refuses a database that is not the one the connector streams, and makes nothing in it', async ({
  generated,
  server,
}) => {
  const other = await createTestDatabase(server);
  const { exitCode, stderr } = await generated.cdc('deploy', '--config', generated.file, '--database-url', other.url);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('the connection is to database');
  expect(await value(await other.connect(), 'select count(*)::int from pg_publication')).toBe(0);
  await other.drop();
});
