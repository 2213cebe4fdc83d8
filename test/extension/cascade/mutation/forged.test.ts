import { expect } from 'vitest';
import { column, rows, transaction, value } from '../../../harness/query.js';
import { test, type DatabaseFixture } from '../../../harness/fixture.js';
import { ada, bob, createBlog, end, mutate } from '../../../harness/cascadeBlog.js';

/** A mutation of the owner's, and a writer who knows its id. */
async function prepare(db: DatabaseFixture) {
  await createBlog(db.sql);
  await db.sql.query(`insert into tb_post (title) values ('secret')`);
  await mutate(db.sql, `insert into tb_user (id, name) values ('${ada}', 'secret')`);
  const writer = await db.createRole('writer');
  await db.sql.query(`grant select, insert, update on tb_user to ${writer}`);
  await db.sql.query('select app.grant_writer($1)', [writer]);
  return { sql: await db.connect(writer), id: await value(db.sql, 'select mutation_id from app.mutation') };
}

test('a writer that takes on the id of another mutation sees nothing of it and cannot replace it', async ({ db }) => {
  const { sql, id } = await prepare(db);
  const forge = `select set_config('app.mutation_id', $1, true), set_config('app.mutation_depth', '1', true),
    set_config('app.mutation_entities', 'user,post', true)`;
  await transaction(sql, async () => {
    await sql.query(forge, [id]);
    await sql.query('savepoint forged');
    for (const call of ['app.current_cascade()', `app.begin_mutation('join')`, 'app.end_mutation()']) {
      await expect(sql.query(`select ${call}`), call).rejects.toMatchObject({ code: '55000' });
      await sql.query('rollback to forged');
    }
  });
  const replaced = transaction(sql, async () => {
    await sql.query(forge, [id]);
    await end(sql);
  });
  await expect(replaced).rejects.toMatchObject({ code: '55000' });
  expect(await column(db.sql, 'select primary_entity_id from app.mutation')).toEqual([ada]);
});

test('tables that a writer claims to have touched add nothing to its cascade', async ({ db }) => {
  const { sql } = await prepare(db);
  const { updated, deleted } = await mutate(
    sql,
    `insert into tb_user (id, name) values ('${bob}', 'Bob'); select set_config('app.mutation_entities', 'user,post,comment', true)`,
  );
  expect(updated.map((e) => e.id)).toEqual([bob]);
  expect(deleted).toEqual([]);
});

test('a claimed table that does not exist, or is no name at all, is ignored', async ({ db }) => {
  const { sql } = await prepare(db);
  for (const entity of ['nobody', `user"; drop table app.mutation; --`, '%s', "'", 'x'.repeat(100)]) {
    const mutation = mutate(sql, `select set_config('app.mutation_entities', $$${entity}$$, true)`);
    await expect(mutation).resolves.toMatchObject({ metadata: { affectedCount: 0 } });
  }
});

test('an administrator cannot have its code run by the owner of the extension', async ({ db }) => {
  const administrator = await db.createRole('administrator');
  await db.sql.query('select app.grant_administrator($1)', [administrator]);
  const sql = await db.connect(administrator);
  await sql.query(`
    create function app.collect_evil_changes(bigint, uuid) returns app.change[] language plpgsql as
      $$ begin execute format('alter role specql_owner set app.pwned = %L', current_user); return '{}'; end $$;
    grant execute on function app.collect_evil_changes(bigint, uuid) to public`);
  await mutate(sql, `select set_config('app.mutation_entities', 'evil', true)`);
  await sql.query('alter function app.collect_evil_changes(bigint, uuid) security definer');
  await mutate(sql, `select set_config('app.mutation_entities', 'evil', true)`);
  expect(await value(db.sql, `select rolconfig from pg_roles where rolname = 'specql_owner'`)).toBeNull();
});

test('a reader does not see a mutation of another tenant through rows that claim to belong to it', async ({ db }) => {
  const { sql, id } = await prepare(db);
  await db.sql.query('update app.mutation set tenant_id = $1', [ada]);
  const reader = await db.createRole('reader');
  await db.sql.query('select app.grant_reader($1, $2)', [reader, [bob]]);
  await sql.query(`begin; set local app.tenant_id = '${bob}'; set local app.mutation_id = '${String(id)}'`);
  await sql.query(`insert into tb_user (id, name) values ('${bob}', 'Bob'); commit`);
  const history = `select operation_type, cascade_data, cascade_entities from app.get_user_audit_history_with_cascade('${bob}')`;
  expect(await rows(db.sql, history)).toMatchObject([{ operation_type: 'INSERT', cascade_entities: null }]);
  expect(await rows(await db.connect(reader), history)).toEqual([
    { operation_type: 'INSERT', cascade_data: null, cascade_entities: null },
  ]);
});
