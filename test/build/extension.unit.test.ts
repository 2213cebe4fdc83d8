import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, test as base } from 'vitest';
import { extensionFiles, writeExtension } from '../../build/extension.js';

const test = base.extend<{ root: string }>({
  // eslint-disable-next-line no-empty-pattern -- vitest reads the fixtures wanted from this pattern
  root: async ({}, use) => {
    const root = await mkdtemp(path.join(os.tmpdir(), 'specql_cdc-build-'));
    await writeFile(path.join(root, 'package.json'), '{"version": "1.2.0", "description": "A test"}');
    await mkdir(path.join(root, 'extension/room/inner'), { recursive: true });
    await mkdir(path.join(root, 'extension/upgrade'));
    await writeFile(path.join(root, 'extension/install.sql'), '\\ir room/inner/a.sql\n');
    await writeFile(path.join(root, 'extension/room/inner/a.sql'), 'select 1;\n');
    await writeFile(path.join(root, 'extension/room/notes.md'), 'no SQL');
    await writeFile(path.join(root, 'extension/upgrade/1.1--1.2.sql'), 'select 2;\n');
    await use(root);
    await rm(root, { recursive: true });
  },
});

test('the build writes control file and script, named by the version of package.json', async ({ root }) => {
  const directory = path.join(root, 'dist/extension');
  const written = await writeExtension(directory, root);
  expect(written.map((file) => path.basename(file))).toEqual(['specql_cdc.control', 'specql_cdc--1.2.sql']);
  expect(await readFile(path.join(directory, 'specql_cdc.control'), 'utf8')).toContain("comment = 'A test'");
  expect(await readFile(path.join(directory, 'specql_cdc--1.2.sql'), 'utf8')).toMatch(/^\\echo .*\nselect 1;\n$/);
});

test('upgrade steps are not part of the install script', async ({ root }) => {
  const { files } = await extensionFiles(root);
  expect(files.get('specql_cdc--1.2.sql')).not.toContain('select 2');
});

test('the script of an earlier version is removed, and no partial file is left', async ({ root }) => {
  const directory = path.join(root, 'dist/extension');
  await writeExtension(directory, root);
  await writeFile(path.join(root, 'package.json'), '{"version": "1.3.0", "description": "A test"}');
  await writeExtension(directory, root);
  expect((await readdir(directory)).sort()).toEqual(['specql_cdc--1.3.sql', 'specql_cdc.control']);
  expect(await readdir(path.join(root, 'dist'))).toEqual(['extension']);
});
