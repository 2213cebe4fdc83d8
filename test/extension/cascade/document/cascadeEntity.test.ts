import { expect } from 'vitest';
import { value } from '../../../harness/query.js';
import { test } from '../../../harness/fixture.js';
import { ada, bob } from '../../../harness/cascadeBlog.js';

const read = 'select app.cascade_entity($1, $2, $3, $4, $5)';

test('the entity is what the table view holds', async ({ db }) => {
  await db.sql.query(`
    create schema blog; create table blog.tv_user (id uuid, data jsonb, secret text);
    insert into blog.tv_user values ('${ada}', '{"name": "Ada", "posts": []}', 'x'), ('${bob}', null, 'x')`);
  expect(await value(db.sql, read, ['User', ada, 'UPDATED', 'blog', 'tv_user'])).toEqual({
    __typename: 'User',
    id: ada,
    operation: 'UPDATED',
    entity: { name: 'Ada', posts: [] },
  });
  expect(await value(db.sql, read, ['User', bob, 'CREATED', 'blog', 'tv_user'])).toMatchObject({ entity: null });
});

test('without a view it is the row of the table, under either spelling of its name', async ({ db }) => {
  await db.sql.query(`
    create schema blog; create table blog.tb_order_line (id uuid, amount int); insert into blog.tb_order_line values ('${ada}', 7)`);
  const expected = { __typename: 'OrderLine', id: ada, operation: 'CREATED', entity: { id: ada, amount: 7 } };
  expect(await value(db.sql, read, ['OrderLine', ada, 'CREATED', 'blog', null])).toEqual(expected);
  expect(await value(db.sql, `select app.cascade_entity('OrderLine', '${ada}', 'CREATED', 'blog')`)).toEqual(expected);
  await db.sql.query(
    `create table blog.tb_orderline (id uuid, first text); insert into blog.tb_orderline values ('${ada}', 'choice')`,
  );
  expect(await value(db.sql, read, ['OrderLine', ada, 'CREATED', 'blog', null])).toMatchObject({
    entity: { id: ada, first: 'choice' },
  });
});

test('the entity of a missing row is null', async ({ db }) => {
  await db.sql.query(
    'create table public.tb_user (id uuid); create view public.v_user as select id, null::jsonb as data from public.tb_user',
  );
  for (const view of [null, 'v_user']) {
    expect(await value(db.sql, read, ['User', ada, 'DELETED', 'public', view])).toEqual({
      __typename: 'User',
      id: ada,
      operation: 'DELETED',
      entity: null,
    });
  }
});

test('a view or table that is not there is named', async ({ db }) => {
  await db.sql.query('create schema blog');
  for (const [schema, view, name] of [
    ['blog', 'tv_user', 'blog.tv_user'],
    ['nowhere', 'tv_user', 'nowhere.tv_user'],
    ['blog', null, 'blog.tb_order_line'],
    ['No where', 'T"v', '"No where"."T""v"'],
  ]) {
    await expect(value(db.sql, read, ['OrderLine', ada, 'CREATED', schema, view])).rejects.toMatchObject({
      code: '42P01',
      message: `${String(name)} does not exist`,
      hint: expect.stringContaining('p_view_name') as string,
    });
  }
});

test('a view without the column data, or without id, is refused', async ({ db }) => {
  await db.sql.query(
    'create table public.tv_user (id uuid); create table public.tv_post (data jsonb); create table public.tb_tag (name text)',
  );
  for (const [type, view, missing] of [
    ['User', 'tv_user', 'column "data" does not exist'],
    ['Post', 'tv_post', 'column "id" does not exist'],
    ['Tag', null, 'column t.id does not exist'],
  ]) {
    await expect(value(db.sql, read, [type, ada, 'CREATED', 'public', view])).rejects.toMatchObject({
      code: '42703',
      message: missing,
    });
  }
});

test('an id that is no uuid is refused', async ({ db }) => {
  await db.sql.query(`
    create table public.tb_user (id integer); create table public.tv_user (id text, data jsonb);
    create domain public.user_id as uuid; create table public.tb_post (id public.user_id);
    insert into tb_post values ('${ada}')`);
  for (const [view, message] of [
    [null, 'column id of public.tb_user is integer and must be uuid'],
    ['tv_user', 'column id of public.tv_user is text and must be uuid'],
  ]) {
    await expect(value(db.sql, read, ['User', ada, 'UPDATED', 'public', view])).rejects.toMatchObject({
      code: '42804',
      message,
    });
  }
  expect(await value(db.sql, read, ['Post', ada, 'UPDATED', 'public', null])).toMatchObject({ entity: { id: ada } });
});

test('a missing parameter is named', async ({ db }) => {
  for (const [given, parameter] of [
    [[null, ada, 'CREATED', 'public'], 'p_typename'],
    [['User', null, 'CREATED', 'public'], 'p_id'],
    [['User', ada, null, 'public'], 'p_operation'],
    [['User', ada, 'CREATED', null], 'p_schema'],
  ] as const) {
    await expect(value(db.sql, read, [...given, null])).rejects.toMatchObject({
      code: '22004',
      message: `${parameter} is missing`,
    });
  }
});

test('an unknown operation is refused with those there are', async ({ db }) => {
  for (const operation of ['INSERT', 'created', "'; drop table app.mutation; --"]) {
    await expect(value(db.sql, read, ['User', ada, operation, 'public', null])).rejects.toMatchObject({
      code: '22023',
      message: 'p_operation is not a cascade operation',
      detail: `It is '${operation.replaceAll("'", "''")}'.`,
      hint: 'Use CREATED, UPDATED or DELETED.',
    });
  }
});

test('names are only ever names', async ({ db }) => {
  await db.sql.query(`
    create schema "We""ird; drop table x"; create table "We""ird; drop table x"."tv '$$ select 1" (id uuid, data jsonb);
    insert into "We""ird; drop table x"."tv '$$ select 1" values ('${ada}', '{"a": 1}');
    create table "We""ird; drop table x"."tb_it's ""x""" (id uuid)`);
  const schema = 'We"ird; drop table x';
  expect(await value(db.sql, read, ["Ev'il\\", ada, 'UPDATED', schema, "tv '$$ select 1"])).toEqual({
    __typename: "Ev'il\\",
    id: ada,
    operation: 'UPDATED',
    entity: { a: 1 },
  });
  expect(await value(db.sql, read, [`It's "X"`, ada, 'UPDATED', schema, null])).toMatchObject({ entity: null });
});

test('it reads with the rights of its caller', async ({ db }) => {
  await db.sql.query(
    `create table public.tv_user (id uuid, data jsonb); insert into public.tv_user values ('${ada}', '{}')`,
  );
  const writer = await db.createRole('writer');
  await db.sql.query('select app.grant_writer($1)', [writer]);
  const sql = await db.connect(writer);
  await expect(value(sql, read, ['User', ada, 'UPDATED', 'public', 'tv_user'])).rejects.toMatchObject({
    code: '42501',
  });
  await db.sql.query(`grant select on tv_user to ${writer}`);
  expect(await value(sql, read, ['User', ada, 'UPDATED', 'public', 'tv_user'])).toMatchObject({ entity: {} });
});
