import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { expect, test as base } from 'vitest';
import { checkout } from '../../build/extension.js';

const test = base.extend<{ folder: string }>({
  // eslint-disable-next-line no-empty-pattern -- vitest reads the fixtures wanted from this pattern
  folder: async ({}, use) => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'specql_cdc-make-'));
    await writeFile(path.join(folder, 'pg_config'), '#!/bin/sh\necho /share\n');
    await chmod(path.join(folder, 'pg_config'), 0o755);
    await use(folder);
    await rm(folder, { recursive: true });
  },
});

// Packages are as they are: npm must not exchange them under the tests' feet.
const packages = ['-o', 'node_modules/.package-lock.json'];
const make = (...args: string[]) => execa('make', [...packages, ...args], { cwd: checkout, reject: false });

test("make install copies the built files to the server's folder, and make uninstall removes them", async ({
  folder,
}) => {
  const target = [`PG_CONFIG=${folder}/pg_config`, `DESTDIR=${folder}/root`];
  const installed = () => readdir(path.join(folder, 'root/share/extension'));
  expect((await make('install', ...target)).exitCode).toBe(0);
  expect((await installed()).sort()).toEqual([expect.stringMatching(/^specql_cdc--.*\.sql$/), 'specql_cdc.control']);
  expect((await make('uninstall', ...target)).exitCode).toBe(0);
  expect(await installed()).toEqual([]);
});

test('make install without a server says what to set', async ({ folder }) => {
  const { exitCode, stderr } = await make('install', `PG_CONFIG=${folder}/none`, `DESTDIR=${folder}/root`);
  expect(exitCode).not.toBe(0);
  expect(stderr).toContain('Set PG_CONFIG to the pg_config of the server.');
});

test('make help lists every target', async () => {
  const { stdout } = await make('help');
  expect(stdout.split('\n').map((line) => line.split(' ')[0])).toEqual(
    expect.arrayContaining(['all', 'install', 'uninstall', 'test', 'demo', 'bench', 'lint', 'format', 'clean', 'help']),
  );
});
