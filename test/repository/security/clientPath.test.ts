import pg from 'pg';
import { expect } from 'vitest';
import {
  auditHistory,
  Consumer,
  consumerLag,
  createConsumer,
  disableAuditCascade,
  dropConsumer,
  enableAuditCascade,
  extensionVersions,
  healthCheck,
  listConsumers,
  listDeadLetters,
  maintain,
  replayDeadLetters,
  seekConsumer,
  withMutation,
} from '../../../src/index.js';
import { commandLine } from '../../../build/commandLine.js';
import { postCreated, write } from '../../harness/events.js';
import { test, type DatabaseFixture } from '../../harness/fixture.js';

/** Functions and operators of a stranger that fit better than PostgreSQL's, or come first. Each counts its runs, also of a transaction that is rolled back. */
const traps = (schema: string) => {
  const trap = (signature: string, returns: string, value: string) => `
    create function ${schema}.${signature} returns ${returns} language plpgsql security invoker as $$ begin
      perform pg_catalog.nextval('${schema}.sprung'::pg_catalog.regclass); return ${value}; end $$;`;
  const operator = (name: string, left: string, right: string, number: number) =>
    `${trap(`operator_${number}(a ${left}, b ${right})`, 'boolean', 'true')}
    create operator ${schema}.${name} (leftarg = ${left}, rightarg = ${right}, function = ${schema}.operator_${number});`;
  return [
    `create sequence ${schema}.sprung; grant all on sequence ${schema}.sprung to public;`,
    trap('format(a text, b text)', 'text', "''"),
    trap('format(a text, variadic b text[])', 'text', "''"),
    trap('format(a text, b name, c name)', 'text', "''"),
    trap('concat(a text, b text)', 'text', "''"),
    trap('parse_ident(a text)', 'text[]', "'{}'"),
    trap('array_agg_of(a text)', 'text', "''"),
    trap('jsonb_build_object(a text, b jsonb)', 'jsonb', "'{}'"),
    trap('current_setting(a text)', 'text', "''"),
    trap('current_database()', 'name', "''"),
    ...['oid', 'name', 'text', 'uuid', 'jsonb', 'name[]', '"char"'].map((type, number) =>
      operator('=', type, type, number),
    ),
    operator('=', 'name', 'text', 20),
    operator('=', 'oid', 'regclass', 21),
    operator('=', 'name', 'varchar', 22),
    operator('-', 'jsonb', 'text[]', 23),
  ].join('\n');
};

async function trapped(db: DatabaseFixture): Promise<string> {
  const stranger = await db.createRole('stranger');
  await db.sql.query(`
    create schema blog;
    create table blog.tb_line (a int, b text, primary key (a, b));
    select app.enable_audit_cascade('blog.tb_line');
    insert into blog.tb_line values (7, 'x')`);
  await db.asAdmin(`grant create on schema public to ${stranger}`);
  const attacker = await db.connect(stranger);
  await attacker.query(traps('public'));
  return stranger;
}

/** How many traps have been stepped on. */
async function sprung(db: DatabaseFixture): Promise<number> {
  const text = 'select case when is_called then last_value::int else 0 end as times from public.sprung';
  return (await db.sql.query<{ times: number }>(text)).rows[0]?.times ?? NaN;
}

const superuser = (db: DatabaseFixture) => db.url.replace('specql_owner', 'postgres');

test('a superuser’s command line runs nothing of a stranger, whatever its search path', async ({ db }) => {
  await trapped(db);
  const database = new URL(db.url).pathname.slice(1);
  await db.asAdmin(`alter database "${database}" set search_path = public, pg_catalog, app`);
  await db.sql.query('create table blog.tb_post (id uuid primary key)');
  for (const args of [
    ['history', 'blog.tb_line', '7', 'x', '--with-cascade'],
    ['history', 'line', '7', 'x'],
    ['enable', 'blog.tb_post'],
    ['enable', '--all-tables', 'blog'],
    ['health'],
    ['consumers'],
    ['lag'],
    ['dead-letters', 'list'],
    ['maintain'],
    ['disable', 'line'],
    ['install'],
  ]) {
    const { exitCode } = await commandLine([...args, '--database-url', superuser(db)]);
    expect([args, await sprung(db), exitCode < 2]).toEqual([args, 0, true]);
  }
});

/** By a consumer whose connections search the stranger's schema first. */
async function consumeOne(db: DatabaseFixture): Promise<void> {
  await write(db.sql, postCreated);
  const options = '-c search_path=public,pg_catalog,app';
  const consumer = new Consumer({ connectionString: superuser(db), options, consumer: 'mailer' });
  let failures = 0;
  for await (const batch of consumer.batches()) {
    const [event] = batch.events;
    if (event && failures++ === 0) await batch.nack(event, new Error('again'), 0);
    else await batch.ack();
    if (failures > 1) break;
  }
  await consumer.close();
}

test('the library runs nothing of a stranger on a connection of the application', async ({ db }) => {
  await trapped(db);
  const client = new pg.Client({ connectionString: superuser(db), options: '-c search_path=public,pg_catalog,app' });
  await client.connect();
  try {
    expect(await auditHistory(client, 'blog.tb_line', [7, 'x'])).toHaveLength(1);
    await enableAuditCascade(client, 'blog.tb_line');
    await healthCheck(client);
    await extensionVersions(client);
    await withMutation(client, { source: 'attack' }, () => client.query("insert into blog.tb_line values (8, 'y')"));
    await createConsumer(client, 'mailer', { leaseMs: 5000, backoffMs: 10, maxLagMs: 60_000 });
    await listConsumers(client);
    await consumerLag(client, 'mailer');
    await listDeadLetters(client, { consumer: 'mailer' });
    await replayDeadLetters(client, 'mailer');
    await seekConsumer(client, 'mailer', 'earliest');
    await maintain(client);
    await consumeOne(db);
    await dropConsumer(client, 'mailer');
    await disableAuditCascade(client, 'blog.tb_line');
  } finally {
    await client.end();
  }
  expect(await sprung(db)).toBe(0);
});

test('the traps do work', async ({ db }) => {
  await trapped(db);
  const admin = await db.connect('postgres');
  await admin.query(`set search_path = public, pg_catalog;
    select format('x', 'y'), concat('a'::text, 'b'::text), 'a'::text = 'b'::text, '1'::oid = '2'::oid`);
  expect(await sprung(db)).toBe(4);
});
