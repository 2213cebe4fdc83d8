import { expect } from 'vitest';
import type pg from 'pg';
import { test } from '../../../harness/fixture.js';
import { story } from '../../../harness/trail.js';
import { phase1 } from '../../../harness/olderShapes.js';

/** Two rows, one of which a policy hides from the table's owner as well. */
async function createHiding(sql: pg.ClientBase, storage: string): Promise<void> {
  await sql.query(`
    create table public.tb_post (id uuid primary key default gen_random_uuid(), v text);
    ${storage === 'embedded' ? `create table app.audit_post (${phase1.replace('tenant_id uuid not null', 'tenant_id uuid')});` : ''}
    select app.enable_audit_cascade('tb_post', p_storage => '${storage}');
    insert into tb_post (v) values ('seen'), ('hidden');
    create policy p on tb_post using (v <> 'hidden');
    alter table tb_post enable row level security, force row level security`);
}

test('a TRUNCATE of rows that its trigger may not see is refused, and leaves nothing', async ({ db }) => {
  await createHiding(db.sql, 'embedded');
  await expect(db.sql.query('truncate tb_post')).rejects.toMatchObject({
    code: '55000',
    message: 'TRUNCATE of public.tb_post cannot be audited',
    hint: expect.stringContaining('alter table public.tb_post no force row level security') as string,
  });
  expect(await story(db.sql, 'post')).toHaveLength(2);
  await db.sql.query('alter table tb_post no force row level security; truncate tb_post');
  const deleted = (await story(db.sql, 'post')).slice(2).map((line) => line.replace(/ .*:/, ''));
  expect(deleted.sort()).toEqual(['DELETE hidden', 'DELETE seen']);
});

test('the usual form marks such a TRUNCATE, and audits what the policy hides', async ({ db }) => {
  await createHiding(db.sql, 'columns');
  await db.sql.query(`
    alter table tb_post no force row level security;
    update tb_post set v = v || '!';
    alter table tb_post force row level security;
    delete from tb_post where v = 'seen!';
    truncate tb_post`);
  const changes = (await story(db.sql, 'post')).map((line) => line.replace(/ .*:/, ''));
  expect(changes.sort()).toEqual([
    'DELETE seen!',
    'INSERT hidden',
    'INSERT seen',
    expect.stringContaining('TRUNCATE') as string,
    'UPDATE hidden > hidden!',
    'UPDATE seen > seen!',
  ]);
});
