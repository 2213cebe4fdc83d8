import { expect } from 'vitest';
import { column, transaction } from '../../../harness/query.js';
import { test } from '../../../harness/fixture.js';
import { ada, createBlog, end, mutate } from '../../../harness/cascadeBlog.js';

const scanned = `select relname from pg_stat_xact_user_tables
  where schemaname = 'app' and relname like 'audit\\_%' and coalesce(seq_scan, 0) + coalesce(idx_scan, 0) > 0 order by relname`;

test('the end reads the audit tables of what changed, and no others', async ({ db }) => {
  await createBlog(db.sql);
  await db.sql.query(`insert into tb_post (title) values ('before the mutation')`);
  const sql = await db.connect(); // Its statistics begin here.
  await transaction(sql, async () => {
    await sql.query(`select app.begin_mutation('m'); insert into tb_user (name) values ('Ada')`);
    expect(await column(sql, scanned)).toEqual([]);
    await end(sql);
    expect(await column(sql, scanned)).toEqual(['audit_user']);
  });
});

test('the end of a mutation that changed nothing reads none', async ({ db }) => {
  await createBlog(db.sql);
  const sql = await db.connect();
  await transaction(sql, async () => {
    await sql.query(`select app.begin_mutation('m'); update tb_user set name = 'nobody'`);
    await end(sql);
    expect(await column(sql, scanned)).toEqual([]);
  });
});

test('an audit table that is gone hurts no mutation of other tables', async ({ db }) => {
  await createBlog(db.sql);
  await db.sql.query(
    'alter table app.audit_post rename to elsewhere; drop function app.collect_comment_changes(bigint, uuid)',
  );
  const { updated } = await mutate(db.sql, `insert into tb_user (id, name) values ('${ada}', 'Ada')`);
  expect(updated).toMatchObject([{ id: ada }]);
});

test('of a touched table, only the rows of this mutation are read', async ({ db }) => {
  await createBlog(db.sql);
  await db.sql.query(`insert into tb_user (post_count) select generate_series(1, 5000); analyze app.audit_user`);
  const sql = await db.connect();
  await transaction(sql, async () => {
    await sql.query(`select app.begin_mutation('m'); insert into tb_user (name) values ('Ada')`);
    await end(sql);
    expect(
      await column(sql, `select seq_scan + seq_tup_read from pg_stat_xact_user_tables where relname = 'audit_user'`),
    ).toEqual(['0']);
  });
});
