import { getContainerRuntimeClient } from 'testcontainers';
import { expect, test } from 'vitest';
import { createTestDatabase } from '../../../../build/server/databases.js';
import { startServer } from '../../../../build/server/start.js';
import { tinyExtension } from '../tinyExtension.js';

const engineAnswers = await getContainerRuntimeClient().then(
  () => true,
  () => false,
);
if (!engineAnswers) console.log('skipped: no container engine answers');

test.runIf(engineAnswers)('a container has the extension', { timeout: 600_000 }, async () => {
  const server = await startServer({ major: 18, provider: 'docker', extension: tinyExtension() });
  try {
    const database = await createTestDatabase(server);
    expect((await (await database.connect()).query('select from app.note')).rowCount).toBe(0);
    await expect(server.restart()).rejects.toThrow('embedded provider');
  } finally {
    await server.stop();
  }
});
