import { access, readdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { createTestDatabase } from '../../../../build/server/databases.js';
import { startServer } from '../../../../build/server/start.js';
import { tinyExtension } from '../tinyExtension.js';

const binDirectory = '/usr/lib/postgresql/15/bin';
const extensions = '/usr/share/postgresql/15/extension';
const isInstalled = await access(`${binDirectory}/postgres`).then(
  () => true,
  () => false,
);
if (!isInstalled) console.log(`skipped: no server in ${binDirectory}`);

test.runIf(isInstalled)(
  "the system's own server runs with our extension, and its folders stay as they are",
  async () => {
    const before = await readdir(extensions);
    const server = await startServer({
      major: 15,
      provider: 'embedded',
      binDirectory,
      extension: tinyExtension('7.0'),
    });
    try {
      const database = await createTestDatabase(server);
      const { rows } = await database.asAdmin(
        "select extversion, current_setting('server_version') as version from pg_extension where extname = 'specql_cdc'",
      );
      expect(rows).toEqual([{ extversion: '7.0', version: expect.stringMatching(/^15\..*Debian/) as string }]);
      expect(server.binDirectory).toBe(binDirectory);
      expect(await readdir(extensions)).toEqual(before);
    } finally {
      await server.stop();
    }
  },
);
