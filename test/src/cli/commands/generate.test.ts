import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect } from 'vitest';
import { test } from '../../../harness/fixture.js';
import { commandLine } from '../../../../build/commandLine.js';

test('generate --migrate writes what the database lacks, and changes nothing', async ({ db }) => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'specql_cdc-migrate-'));
  try {
    const file = path.join(folder, 'tag.yaml');
    const migrate = async (fields: string) => {
      await writeFile(file, `entity: Tag\nschema: blog\nfields: {${fields}}\n`);
      const { exitCode, stdout, stderr } = await commandLine(['generate', file, '--migrate', db.url]);
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
      return stdout;
    };
    const first = await migrate('name: text!');
    expect(first).toContain('create table blog.tb_tag (');
    expect(await migrate('name: text!')).toBe(first);
    await db.sql.query(first);
    const second = await migrate('name: text!, label: text');
    expect(second).toMatch(/alter table blog\.tb_tag\s+add column label text/);
    expect(second).not.toContain('create table blog.tb_tag (');
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('generate --migrate tells what is wrong with the connection, without its password', async () => {
  const args = ['generate', 'examples/blog/tag.yaml', '--migrate', 'postgresql://u:s3cret@127.0.0.1:1/x'];
  const { exitCode, stderr } = await commandLine(args);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/^error: .*ECONNREFUSED.*\nhint: /);
  expect(stderr).not.toContain('s3cret');
});
