import { expect } from 'vitest';
import { inTransaction } from '../../../src/connection/transaction.js';
import { test } from '../../harness/fixture.js';

test('commits what the work did, and rolls back when it fails', async ({ emptyDb: { sql } }) => {
  await sql.query('create table t (id int)');
  await inTransaction(sql, () => sql.query('insert into t values (1)'));
  const failing = inTransaction(sql, async () => {
    await sql.query('insert into t values (2)');
    throw new Error('half-way');
  });
  await expect(failing).rejects.toThrow('half-way');
  expect((await sql.query('select id from t')).rows).toEqual([{ id: 1 }]);
  expect(sql.getTransactionStatus()).toBe('I');
});

test('inside a transaction only its own part is undone, and the caller commits', async ({ emptyDb: { sql } }) => {
  await sql.query('create table t (id int)');
  await sql.query('begin');
  await sql.query('insert into t values (1)');
  await inTransaction(sql, () => sql.query('insert into t values (2)'));
  await expect(inTransaction(sql, () => sql.query('insert into t values (3); select 1 / 0'))).rejects.toThrow(
    'division',
  );
  await sql.query('commit');
  expect((await sql.query('select id from t order by id')).rows).toEqual([{ id: 1 }, { id: 2 }]);
});

test('a lost connection is told as it was, not as a failed rollback', async ({ emptyDb: { sql } }) => {
  const failing = inTransaction(sql, () => sql.query('select pg_terminate_backend(pg_backend_pid())'));
  await expect(failing).rejects.toMatchObject({ code: '57P01' });
});
