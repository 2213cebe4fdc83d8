/**
 * `npm run coverage:sql [-- file ...]`: runs the database tests, or those of some files, on 15, whose server counts the statements of PL/pgSQL
 * meanwhile, and tells which never ran. Ends with 1 when all files together ran under 90 % of them. Whether the tests pass is judged without it.
 */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { createTestDatabase } from '../../../build/server/databases.js';
import { readProfile, type ProfiledFunction } from '../../../build/server/profile.js';
import { hasPlpgsqlCheck, startCheckedServer } from '../../harness/checkedServer.js';
import { mergeProfiles } from './merge.js';
import { coverageReport } from './report.js';

const threshold = 90;
const files = process.argv.slice(2);

if (hasPlpgsqlCheck()) await measure();

async function measure(): Promise<void> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'specql_cdc-coverage-'));
  try {
    await execa('vitest', ['run', '--project', 'pg15', '--reporter', 'dot', ...files], {
      preferLocal: true,
      stdio: 'inherit',
      reject: false,
      env: { SPECQL_TEST_MAJORS: '15', SPECQL_SQL_COVERAGE: path.join(folder, 'profile') },
    });
    const { lines, percent } = coverageReport(mergeProfiles(await installed(), await profilesIn(folder)));
    console.log(lines.join('\n'));
    if (files.length > 0 || percent >= threshold) return;
    console.log(`That is under ${threshold} %.`);
    process.exitCode = 1;
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function installed(): Promise<ProfiledFunction[]> {
  const server = await startCheckedServer();
  try {
    const database = await createTestDatabase(server);
    return await readProfile((sql) => database.asAdmin(sql), 'all');
  } finally {
    await server.stop();
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
