import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type pg from 'pg';
import { expect } from 'vitest';
import { test } from '../../harness/fixture.js';

const objects = await readFile(path.join(import.meta.dirname, 'schema.sql'), 'utf8');

/** Schema app as text: functions, relations and types that belong to the extension, or that were generated. */
async function schema(client: pg.Client, part: 'installed' | 'generated'): Promise<string> {
  await client.query("set search_path = ''");
  const { rows } = await client.query<{ line: string }>(objects, [part === 'installed']);
  return rows.map(({ line }) => `${line.trimEnd()}\n`).join('');
}

// The same on every major. A change of the SQL shows in review as a change of these files: npx vitest run test/repository/install/schema -u
test('what CREATE EXTENSION installs', async ({ db }) => {
  await expect(await schema(db.sql, 'installed')).toMatchFileSnapshot('schema.snapshot.txt');
});

test('what auditing a table generates', async ({ db }) => {
  await db.sql.query(`
    create schema blog;
    create table blog.tb_post (id uuid primary key, tenant_id uuid, created_by uuid);
    create table blog.tb_order_line (order_no integer, line_no integer, primary key (order_no, line_no));
    create table blog.tb_visit (page text);
    select app.enable_audit_cascade('blog.tb_post'), app.enable_audit_cascade('blog.tb_order_line'), app.enable_audit_cascade('blog.tb_visit')`);
  await expect(await schema(db.sql, 'generated')).toMatchFileSnapshot('generated.snapshot.txt');
});
