import { expect, test } from 'vitest';
import { controlFile } from '../../../../build/control.js';
import { extensionFiles } from '../../../../build/extension.js';
import { createTestDatabase } from '../../../../build/server/databases.js';
import { startServer } from '../../../../build/server/start.js';
import { expectMended } from '../../../harness/healthFindings.js';

test('files of a later version on the server', async () => {
  const { files } = await extensionFiles();
  const [installed = ''] = [...files.keys()].flatMap((name) => /--(.*)\.sql/.exec(name)?.[1] ?? []);
  const later = new Map(files)
    .set('specql_cdc.control', controlFile({ version: '99.0', comment: 'A later one' }))
    .set(`specql_cdc--${installed}--99.0.sql`, "comment on schema app is 'later';");
  const server = await startServer({ major: 18, provider: 'embedded', extension: later });
  try {
    const database = await createTestDatabase(server, { template: 'empty' });
    const owner = await database.connect();
    await owner.query(`create extension specql_cdc version '${installed}'`);
    await expectMended(owner, [['version', `version ${installed} is installed, 99.0 is available`]]);
    const { rows } = await owner.query("select extversion from pg_extension where extname = 'specql_cdc'");
    expect(rows).toEqual([{ extversion: '99.0' }]);
  } finally {
    await server.stop();
  }
});
