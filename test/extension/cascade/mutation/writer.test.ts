import type pg from 'pg';
import { expect } from 'vitest';
import { column, value } from '../../../harness/query.js';
import { test, type DatabaseFixture } from '../../../harness/fixture.js';
import { ada, createBlog, mutate } from '../../../harness/cascadeBlog.js';

async function connectWriter(db: DatabaseFixture): Promise<pg.Client> {
  await createBlog(db.sql);
  const writer = await db.createRole('writer');
  await db.sql.query(`grant select, insert, update, delete, truncate on tb_user, tb_post, tb_comment to ${writer}`);
  await db.sql.query('select app.grant_writer($1)', [writer]);
  return db.connect(writer);
}

test('a writer needs no rights on audit tables to run a mutation', async ({ db }) => {
  const writer = await connectWriter(db);
  const { updated } = await mutate(
    writer,
    `insert into tb_user (id, name) values ('${ada}', 'Ada'); savepoint s; delete from tb_user; rollback to s`,
    'create_user',
  );
  expect(updated).toMatchObject([{ id: ada, operation: 'CREATED', entity: { name: 'Ada' } }]);
  expect(await column(db.sql, 'select source from app.mutation')).toEqual(['create_user']);
  expect(await column(db.sql, 'select operation_type from app.audit_user')).toEqual(['INSERT']);
});

test('nor to give a cascade', async ({ db }) => {
  const writer = await connectWriter(db);
  await writer.query(`begin; set local app.cascade_data = '{"updated": []}'; truncate tb_comment; commit`);
  expect(await column(db.sql, 'select primary_typename from app.mutation')).toEqual(['Comment']);
});

test('a writer reads and writes neither mutations nor audit tables itself', async ({ db }) => {
  const writer = await connectWriter(db);
  for (const table of ['app.mutation', 'app.audit_user', 'app.audited_table']) {
    await expect(writer.query(`table ${table}`)).rejects.toMatchObject({ code: '42501' });
    await expect(writer.query(`insert into ${table} default values`)).rejects.toMatchObject({ code: '42501' });
    await expect(writer.query(`delete from ${table}`)).rejects.toMatchObject({ code: '42501' });
  }
});

test('a role without any rights of ours is audited but opens no mutation', async ({ db }) => {
  await createBlog(db.sql);
  const role = await db.createRole('application');
  await db.sql.query(`grant insert on tb_user to ${role}`);
  const sql = await db.connect(role);
  await sql.query(`insert into tb_user (name) values ('Ada')`);
  expect(await column(db.sql, 'select session_user_name from app.audit_user')).toEqual([role]);
  for (const call of [`begin_mutation('m')`, 'end_mutation()', 'current_cascade()', 'cascade_deleted(null, null)']) {
    await expect(value(sql, `select app.${call}`)).rejects.toMatchObject({ code: '42501' });
  }
});
