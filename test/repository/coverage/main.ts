/**
 * `npm run coverage:sql [-- file ...]`: runs the database tests, or those of some files, against a server that counts the statements of
 * PL/pgSQL, and tells which never ran. Ends with 1 when under 90 % of the statements ran. Whether the tests pass is judged without the profiler:
 * it fails statements whose trigger function runs dynamic SQL over transition tables.
 */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { createTestDatabase } from '../../../build/server/databases.js';
import { readProfile, type ProfiledFunction } from '../../../build/server/profile.js';
import type { PostgresServer } from '../../../build/server/server.js';
import { startCheckedServer } from './checkedServer.js';
import { mergeProfiles } from './merge.js';
import { coverageReport } from './report.js';

const threshold = 90;

const server = await startCheckedServer();
if (server) await measure(server).finally(() => server.stop());

async function measure(on: PostgresServer): Promise<void> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'specql_cdc-coverage-'));
  try {
    await execa('vitest', ['run', '--project', `pg${on.major}`, '--reporter', 'dot', ...process.argv.slice(2)], {
      preferLocal: true,
      stdio: 'inherit',
      reject: false,
      env: {
        SPECQL_TEST_PROVIDER: 'url',
        SPECQL_TEST_URL: on.adminUrl(),
        SPECQL_TEST_MAJORS: String(on.major),
        SPECQL_SQL_COVERAGE: path.join(folder, 'profile'),
      },
    });
    const { lines, percent } = coverageReport(mergeProfiles(await installedOn(on), await profilesIn(folder)));
    console.log(lines.join('\n'));
    if (percent < threshold) console.log(`That is under ${threshold} %.`);
    if (percent < threshold) process.exitCode = 1;
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function installedOn(on: PostgresServer): Promise<ProfiledFunction[]> {
  const database = await createTestDatabase(on);
  try {
    return await readProfile((sql) => database.asAdmin(sql));
  } finally {
    await database.drop();
  }
}

async function profilesIn(folder: string): Promise<ProfiledFunction[]> {
  const texts = await Promise.all((await readdir(folder)).map((name) => readFile(path.join(folder, name), 'utf8')));
  return texts.flatMap((text) =>
    text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as ProfiledFunction),
  );
}
