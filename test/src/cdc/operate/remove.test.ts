import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'vitest';
import { commandLine } from '../../../../build/commandLine.js';
import { value } from '../../../harness/query.js';
import { test } from '../generated.js';

test('drops no slot or publication of somebody else, whatever Kafka Connect answers', async ({
  generated,
  emptyDb,
  server,
}) => {
  const { db, name, config } = generated;
  await generated.prepareDatabase();
  await db.sql.query('create table public.orders (id int primary key)');
  await db.asAdmin(`create publication orders_pub for table public.orders; create publication every for all tables;
    select pg_create_physical_replication_slot('${name}_standby')`);
  let answered: Record<string, unknown> = {};
  const asked: string[] = [];
  const connect = createServer(({ method, url = '' }, response) => {
    asked.push(`${String(method)} ${url}`);
    response.end(JSON.stringify(url === '/' ? { kafka_cluster_id: 'x' } : answered));
  }).listen(0, '127.0.0.1');
  await once(connect, 'listening');
  const connectUrl = `http://127.0.0.1:${(connect.address() as AddressInfo).port}`;
  const cases: [answer: Record<string, unknown>, refusal: RegExp][] = [
    [{ 'slot.name': `${name}_standby` }, /slot .* is no slot of pgoutput in this database/],
    [{ 'publication.name': 'orders_pub' }, /publication orders_pub has other tables/],
    [{ 'publication.name': 'every' }, /publication every has other tables/],
    [{ 'publication.name': `x' or true --` }, /has no publication.name that can be used/],
    [{ 'slot.name': ['a'] }, /has no slot.name that can be used/],
    [{ 'plugin.name': 'wal2json' }, /by another plugin than pgoutput/],
    [{ 'table.include.list': 'public.orders' }, /table.include.list of .* names public.orders/],
    [{ 'database.dbname': emptyDb.name }, /the connection is to database/],
  ];
  for (const [answer, refusal] of cases) {
    answered = { ...config, ...answer };
    const args = ['cdc', 'remove', '--drop-slot', '--yes', '--kafka-connect-url', connectUrl];
    const { exitCode, stderr } = await commandLine([...args, '--database-url', server.adminUrl(name)]);
    expect(exitCode, stderr).toBe(2);
    expect(stderr).toMatch(refusal);
  }
  expect(asked.filter((request) => !request.startsWith('GET'))).toEqual([]);
  expect(await value(db.sql, `select count(*)::int from pg_publication`)).toBe(3);
  expect(await value(db.sql, `select count(*)::int from pg_replication_slots where slot_name ~ '^${name}'`)).toBe(2);
  connect.close();
  await db.asAdmin(`select pg_drop_replication_slot('${name}_standby')`);
});
