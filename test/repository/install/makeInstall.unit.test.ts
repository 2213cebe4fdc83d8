import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkout } from '../../../build/extension.js';
import { createTestDatabase } from '../../../build/server/databases.js';
import { startServer } from '../../../build/server/start.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'specql_cdc-install-'));
});
afterAll(() => rm(folder, { recursive: true }));

test('what make install installs, the owner of a database who is no superuser can create and use', async () => {
  await writeFile(path.join(folder, 'pg_config'), '#!/bin/sh\necho /share\n');
  await chmod(path.join(folder, 'pg_config'), 0o755);
  // Packages are as they are: npm must not exchange them under the tests' feet.
  const packages = ['-o', 'node_modules/.package-lock.json'];
  await execa('make', [...packages, 'install', `PG_CONFIG=${folder}/pg_config`, `DESTDIR=${folder}`], {
    cwd: checkout,
  });
  const installed = path.join(folder, 'share', 'extension');
  const files = await Promise.all(
    (await readdir(installed)).map(async (name) => [name, await readFile(path.join(installed, name), 'utf8')] as const),
  );

  const server = await startServer({ major: 18, provider: 'embedded', extension: new Map(files) });
  try {
    const owner = await (await createTestDatabase(server, { template: 'empty' })).connect();
    await owner.query(`
      create extension specql_cdc;
      create table public.tb_post (id integer primary key);
      select app.enable_audit_cascade('public.tb_post');
      insert into public.tb_post values (1)`);
    const { rows } = await owner.query(
      'select new_values, (select rolsuper from pg_roles where rolname = current_user) as super from app.audit_post',
    );
    expect(rows).toEqual([{ new_values: { id: 1 }, super: false }]);
  } finally {
    await server.stop();
  }
});
