import { expect } from 'vitest';
import { column, createBlog, tenantA } from '../../harness/tenantBlog.js';
import { test } from '../../harness/fixture.js';
import { value } from '../../harness/query.js';

const titles = 'select title from blog.tb_post order by title';
const insert = (title: string) => `insert into blog.tb_post (tenant_id, title) values ('${tenantA}', '${title}')`;

test('taking a mutation back leaves what its transaction did under its id after the end', async ({ db }) => {
  await createBlog(db);
  await db.sql.query(insert('before'));
  await db.sql.query('begin');
  const id = await value(db.sql, `select app.begin_mutation('rename')`);
  await db.sql.query(`update blog.tb_post set title = 'during'; select app.end_mutation()`);
  await db.sql.query(`set local app.mutation_id = '${String(id)}'; ${insert('after')}; set local app.mutation_id = ''`);
  await db.sql.query('commit');
  await db.sql.query('select app.revert_mutation($1)', [id]);
  expect(await column(db.sql, titles)).toEqual(['after', 'before']);
});

test('a mutation is not taken back when its own audit rows are gone and later ones have its id', async ({ db }) => {
  await createBlog(db);
  await db.sql.query('begin');
  const id = await value(db.sql, `select app.begin_mutation('create')`);
  await db.sql.query(`${insert('during')}; select app.end_mutation()`);
  await db.sql.query(`set local app.mutation_id = '${String(id)}'; ${insert('after')}`);
  await db.sql.query(`delete from app.audit_post where new_values ->> 'title' = 'during'; commit`);
  await expect(db.sql.query('select app.revert_mutation($1)', [id])).rejects.toMatchObject({
    code: '55000',
    detail: 'Post: 1 of 1 audit rows are gone.',
  });
});

test('taking a given mutation back takes back all that it says', async ({ db }) => {
  await createBlog(db);
  await db.sql.query(`begin; set local app.cascade_data = '{}'; ${insert('a')}; ${insert('b')}; commit`);
  await db.sql.query('select app.revert_mutation(mutation_id) from app.mutation');
  expect(await column(db.sql, titles)).toEqual([]);
});

test('taking a transaction back takes back what it did after the end of a mutation', async ({ db }) => {
  await createBlog(db);
  await db.sql.query('begin');
  await db.sql.query(`select app.begin_mutation('create')`);
  await db.sql.query(`${insert('during')}; select app.end_mutation()`);
  await db.sql.query(insert('after'));
  const transaction = await value(db.sql, 'select pg_current_xact_id()::text');
  await db.sql.query('commit');
  await db.sql.query('select app.revert_transaction($1)', [transaction]);
  expect(await column(db.sql, titles)).toEqual([]);
});
