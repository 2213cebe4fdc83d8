import { expect } from 'vitest';
import { rows, transaction, value } from '../../../harness/query.js';
import { test } from '../../../harness/fixture.js';
import { ada, createBlog, end, hello, mutate } from '../../../harness/cascadeBlog.js';

const tenant = '11111111-0000-4000-8000-000000000001';
const user = '22222222-0000-4000-8000-000000000002';

test('app.mutation has these columns', async ({ db }) => {
  const columns = await rows(
    db.sql,
    `select attname || ' ' || format_type(atttypid, atttypmod) || case when attnotnull then ' not null' else '' end as column
     from pg_attribute where attrelid = 'app.mutation'::regclass and attnum > 0 and not attisdropped order by attnum`,
  );
  expect(columns.map(({ column }) => column)).toEqual([
    'mutation_id uuid not null',
    'source text',
    'tenant_id uuid',
    'user_id uuid',
    'change_reason text',
    'entities text[] not null',
    'cascade jsonb not null',
    'affected_count integer not null',
    'primary_typename text',
    'primary_entity_id text',
    'audit_id uuid',
    'transaction_id bigint not null',
    'trace_id text',
    'correlation_id uuid',
    'causation_id uuid',
    'session_user_name text not null',
    'started_at timestamp with time zone not null',
    'ended_at timestamp with time zone not null',
    'tenants uuid[] not null',
    'given boolean not null',
  ]);
});

test('its row says who, why, when and what', async ({ db }) => {
  await createBlog(db.sql);
  const { id, xid, cascade } = await transaction(db.sql, async () => ({
    id: await value(db.sql, `select app.begin_mutation('create_user', $1, $2, 'typo', '00-abc-01', $1, $2)`, [
      tenant,
      user,
    ]),
    xid: await value(db.sql, 'select pg_current_xact_id()::text'),
    insert: await db.sql.query(`insert into tb_user (id, name) values ('${ada}', 'Ada')`),
    cascade: await end(db.sql),
  }));
  expect(await rows(db.sql, `select to_jsonb(m) - '{started_at,ended_at}'::text[] as row from app.mutation m`)).toEqual(
    [
      {
        row: {
          mutation_id: id,
          source: 'create_user',
          tenant_id: tenant,
          tenants: [tenant],
          given: false,
          user_id: user,
          change_reason: 'typo',
          entities: ['User'],
          cascade,
          affected_count: 1,
          primary_typename: 'User',
          primary_entity_id: ada,
          audit_id: await value(db.sql, 'select audit_id from app.audit_user'),
          transaction_id: Number(xid),
          trace_id: '00-abc-01',
          correlation_id: tenant,
          causation_id: user,
          session_user_name: 'specql_owner',
        },
      },
    ],
  );
  expect(
    await rows(
      db.sql,
      `select m.started_at = a.created_at as at_start, a.changed_at <= m.ended_at as in_order, a.mutation_id = m.mutation_id as joined
       from app.mutation m, app.audit_user a`,
    ),
  ).toEqual([{ at_start: true, in_order: true, joined: true }]);
});

test('the primary entity is what the client changed, not what triggers and foreign keys changed before it', async ({
  db,
}) => {
  await createBlog(db.sql);
  await db.sql.query(`
    insert into tb_user (id, name) values ('${ada}', 'Ada');
    insert into tb_post (id, user_id) values ('${hello}', '${ada}');
    insert into tb_comment values (1, '${hello}', 'a')`);
  const primary = async (statements: string) => {
    await mutate(db.sql, statements);
    const last = 'select primary_typename, primary_entity_id from app.mutation order by ended_at desc limit 1';
    return Object.values((await rows(db.sql, last))[0] ?? {});
  };
  // Rolled back to a savepoint, so it is not what the mutation is about.
  const failed = `savepoint s; insert into tb_comment values (2, null, 'b'); rollback to s`;
  expect(await primary(`${failed}; delete from tb_user`)).toEqual(['User', ada]);
  expect(
    await primary(`insert into tb_comment values (3, null, 'c'); insert into tb_user (id) values ('${ada}')`),
  ).toEqual(['Comment', '3']);
  await db.sql.query(`
    create function public.count_post() returns trigger language plpgsql as
      $$ begin update tb_user set post_count = post_count + 1 where id = new.user_id; return new; end $$;
    create trigger count_post before insert on tb_post for each row execute function count_post()`);
  expect(await primary(`insert into tb_post (id, user_id) values ('${hello}', '${ada}')`)).toEqual(['Post', hello]);
});

test('what the request did not say is null', async ({ db }) => {
  await mutate(db.sql, '');
  expect(
    await rows(
      db.sql,
      'select tenant_id, user_id, change_reason, trace_id, correlation_id, causation_id, audit_id, primary_entity_id from app.mutation',
    ),
  ).toEqual([
    {
      tenant_id: null,
      user_id: null,
      change_reason: null,
      trace_id: null,
      correlation_id: null,
      causation_id: null,
      audit_id: null,
      primary_entity_id: null,
    },
  ]);
});

test('without a tenant of the request it belongs to the one whose rows it changed, or to none', async ({ db }) => {
  await createBlog(db.sql);
  const insert = (...tenants: string[]) =>
    tenants.map((of) => `insert into tb_post (tenant_id) values ('${of}')`).join('; ');
  await mutate(db.sql, insert(tenant, tenant), 'one');
  await mutate(db.sql, insert(tenant, user), 'several');
  await mutate(db.sql, '', 'nothing');
  expect(await rows(db.sql, 'select source, tenant_id from app.mutation order by ended_at')).toEqual([
    { source: 'one', tenant_id: tenant },
    { source: 'several', tenant_id: null },
    { source: 'nothing', tenant_id: null },
  ]);
});

test('it names the role that logged in, whatever role it took since', async ({ db }) => {
  const login = await db.createRole('login');
  const group = await db.createRole('group');
  await db.asAdmin(`grant ${group} to ${login}`);
  await db.sql.query('select app.grant_writer($1)', [group]);
  const sql = await db.connect(login);
  await sql.query(`set role ${group}`);
  await mutate(sql, '');
  expect(await rows(db.sql, 'select session_user_name from app.mutation')).toEqual([{ session_user_name: login }]);
});
