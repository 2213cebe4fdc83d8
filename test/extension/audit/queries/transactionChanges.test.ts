import { expect } from 'vitest';
import { ada, createBlog, hello } from '../../../harness/cascadeBlog.js';
import { column, rows, transaction, value } from '../../../harness/query.js';
import { test } from '../../../harness/fixture.js';

const read = 'select * from app.get_transaction_changes($1)';
const xid = 'select pg_current_xact_id()::text::bigint';

test('every change of a transaction is told in order, inside and outside of mutations', async ({ db }) => {
  await createBlog(db.sql);
  await db.sql.query(`insert into tb_comment values (0)`);
  const [id, mutation] = await transaction(db.sql, async () => {
    await db.sql.query(`set local app.user_id = '${ada}'; insert into tb_user (id, name) values ('${ada}', 'Ada')`);
    const begun = await value(db.sql, `select app.begin_mutation('create_post')`);
    await db.sql.query(`insert into tb_post (id) values ('${hello}'); select app.end_mutation()`);
    await db.sql.query(`update tb_user set name = 'Ida'; delete from tb_comment`);
    return [await value(db.sql, xid), begun];
  });
  await db.sql.query(`insert into tb_comment values (1)`);
  const changes = await rows(db.sql, read, [id]);
  expect(changes.map((c) => [c.typename, c.entity_id, c.operation_type, c.mutation_id])).toEqual([
    ['User', ada, 'INSERT', null],
    ['Post', hello, 'INSERT', mutation],
    ['User', ada, 'UPDATE', null],
    ['Comment', '0', 'DELETE', null],
  ]);
  expect(changes[2]).toEqual({
    typename: 'User',
    entity_id: ada,
    operation_type: 'UPDATE',
    changed_at: expect.any(Date) as Date,
    changed_by: ada,
    mutation_id: null,
    old_values: { id: ada, name: 'Ada', post_count: 0, deleted_at: null },
    new_values: { id: ada, name: 'Ida', post_count: 0, deleted_at: null },
    audit_id: await value(db.sql, `select audit_id from app.audit_user where operation_type = 'UPDATE'`),
  });
});

test('a transaction that changed nothing, or is not known, has no changes', async ({ db }) => {
  expect(await rows(db.sql, read, [1])).toEqual([]);
  await createBlog(db.sql);
  for (const id of [await value(db.sql, xid), -1, null]) expect(await rows(db.sql, read, [id])).toEqual([]);
});

test('what is no longer audited still tells its changes, what was dropped does not', async ({ db }) => {
  await createBlog(db.sql);
  const id = await transaction(db.sql, async () => {
    await db.sql.query(
      `insert into tb_user (id) values ('${ada}'); insert into tb_post (id) values ('${hello}'); insert into tb_comment values (1)`,
    );
    return value(db.sql, xid);
  });
  await db.sql.query(
    `select app.disable_audit_cascade('tb_user'), app.disable_audit_cascade('tb_post', true); drop table app.audit_comment cascade`,
  );
  expect(await column(db.sql, 'select typename from app.get_transaction_changes($1)', [id])).toEqual(['User']);
});

test('a role is told the changes of the tables it may read', async ({ db }) => {
  await createBlog(db.sql);
  const id = await transaction(db.sql, async () => {
    await db.sql.query(`insert into tb_user (id) values ('${ada}'); insert into tb_post (id) values ('${hello}')`);
    return value(db.sql, xid);
  });
  const reader = await db.createRole('reader');
  await db.sql.query('select app.grant_reader($1)', [reader]);
  await db.sql.query(`revoke select on app.audit_post from ${reader}`);
  const sql = await db.connect(reader);
  expect(await column(sql, 'select typename from app.get_transaction_changes($1)', [id])).toEqual(['User']);
});
