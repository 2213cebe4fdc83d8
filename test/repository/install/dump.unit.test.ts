import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../build/server/databases.js';
import type { PostgresServer } from '../../../build/server/server.js';
import { startServer } from '../../../build/server/start.js';
import { haveClientTools, run } from '../../harness/clientTools.js';
import { contents, createRoles, openShop, query, roles, tenantA, urlOf } from './shop.js';

let source: PostgresServer;
let shop: TestDatabase;
let folder: string;
const targets = new Map<number, PostgresServer>();

beforeAll(async () => {
  if (!haveClientTools) return;
  folder = await mkdtemp(path.join(os.tmpdir(), 'specql_cdc-dump-'));
  source = await startServer({ major: 15, provider: 'embedded' });
  shop = await openShop(source);
  for (const major of [15, 18]) {
    const target = await startServer({ major, provider: 'embedded' });
    await query(target.adminUrl(), 'create role specql_owner login');
    await createRoles(target);
    targets.set(major, target);
  }
});
afterAll(async () => {
  if (!haveClientTools) return;
  await Promise.all([source, ...targets.values()].map((server) => server.stop()));
  await rm(folder, { recursive: true });
});

/** The restored database: its administrator's URL, and that of a role. */
interface Restored {
  server: PostgresServer;
  url: string;
  as(role: string): string;
}

function target(major: number): PostgresServer {
  const server = targets.get(major);
  if (!server) throw new Error(`no server of ${major}`);
  return server;
}

async function restore(major: number, format: 'custom' | 'plain'): Promise<Restored> {
  const server = target(major);
  const file = path.join(folder, `${format}.dump`);
  await run('pg_dump', source, ['--format', format, '--file', file, shop.name]);
  const database = `restored_${format}`;
  await query(server.adminUrl(), `create database ${database}`);
  await (format === 'plain'
    ? run('psql', server, ['--no-psqlrc', '--quiet', '--set', 'ON_ERROR_STOP=1', '--file', file, database])
    : run('pg_restore', server, ['--exit-on-error', '--dbname', database, file]));
  return { server, url: server.adminUrl(database), as: (role) => urlOf(server, database, role) };
}

describe.skipIf(!haveClientTools).each([
  [15, 'custom'],
  [15, 'plain'],
  [18, 'custom'],
  [18, 'plain'],
] as const)('a dump of PostgreSQL 15, restored into %i by the %s format', (major, format) => {
  let restored: Restored;
  beforeAll(async () => {
    restored = await restore(major, format);
  });

  test('has every row', async () => {
    const before = await contents(source.adminUrl(shop.name));
    expect(before['app.audit_order']).toHaveLength(5);
    expect(await contents(restored.url)).toEqual(before);
  });

  // Restored by a superuser, the extension and schema app are the superuser's; so is what app.end_mutation calls.
  test.skipIf(major !== 15)('gives the same dump again, but for what follows the owner', async () => {
    const collect = /CREATE FUNCTION app\.collect_\w+\([\s\S]*?AS (\$\w*\$)[\s\S]*?\1;/g;
    const lines = async (server: PostgresServer, database: string) =>
      (await run('pg_dump', server, [database]))
        .replaceAll(collect, '')
        .split('\n')
        .map((line) => line.replace(/^((?:.*\t)?(?:shop_\w+|specql_owner)\t.*?\t)(?:\{[\d,]*\}\t)?\d+$/, '$1'))
        .filter((line) => !/^(\\(un)?restrict |--|$|ALTER SCHEMA app |GRANT .* TO specql_owner;$)/.test(line))
        .filter((line) => !line.includes(' FUNCTION app.collect_'));
    expect(await lines(restored.server, `restored_${format}`)).toEqual(await lines(source, shop.name));
  });

  test('is well', async () => {
    expect(await query(restored.url, "select * from app.health_check() where status <> 'ok'")).toEqual([]);
  });

  test('goes on auditing, grouping mutations and writing events as a role without rights on audit tables', async () => {
    const events = 'select max(event_id)::int as last from app.outbox';
    const [before] = await query<{ last: number }>(restored.url, events);
    const [written] = await query<{ id: string }>(
      restored.as(roles.writer),
      `select app.begin_mutation('after_restore', '${tenantA}');
       insert into annex.tb_note (tenant_id) values ('${tenantA}');
       insert into shop.tb_order (tenant_id, note) values ('${tenantA}', 'after');
       select app.write_outbox_event('Order', gen_random_uuid(), 'OrderPlaced', app.end_mutation());
       select id from shop.tb_order where note = 'after'`,
    );
    const history = `select operation_type, cascade_source, cascade_entities
      from app.get_order_audit_history_with_cascade('${written?.id ?? ''}')`;
    expect(await query(restored.url, history)).toEqual([
      { operation_type: 'INSERT', cascade_source: 'after_restore', cascade_entities: ['Note', 'Order'] },
    ]);
    expect(await query(restored.url, events)).toEqual([{ last: (before?.last ?? 0) + 1 }]);
  });

  test('audits every other table as before', async () => {
    const counts = `select (select count(*) from app.audit_line)::int as line, (select count(*) from app.audit_visit)::int as visit,
      (select count(*) from app.audit_measure)::int as measure, (select count(*) from app.audit_mixed)::int as mixed,
      (select count(*) from app.audit_old_name)::int as renamed, (select count(*) from app.audit_legacy)::int as legacy,
      (select count(*) from app.audit_base)::int as base, (select count(*) from app.audit_stopped)::int as stopped`;
    const [before] = await query<Record<string, number>>(restored.url, counts);
    await query(
      restored.as('specql_owner'),
      `insert into shop.tb_line values (2, 1, 1);
       insert into shop.tb_visit (page) values ('/');
       insert into shop.tb_measure (year) values (2025);
       insert into shop."Mixed Case" values (2, null);
       insert into shop.tb_new_name values (2);
       insert into shop.tb_derived values (2, 'b', 'd');
       insert into shop.tb_legacy values (gen_random_uuid(), 'new');
       insert into shop.tb_stopped values (2)`,
    );
    const more = Object.entries(before ?? {}).map(([table, count]) => [table, count + (table === 'stopped' ? 0 : 1)]);
    expect(await query(restored.url, counts)).toEqual([Object.fromEntries(more)]);
  });

  test('lets each role do what it could do before, and no more', async () => {
    const reader = restored.as(roles.reader);
    expect(await query(reader, 'select distinct tenant_id from app.audit_order')).toEqual([{ tenant_id: tenantA }]);
    expect(await query(reader, 'select distinct tenants from app.mutation')).toEqual([{ tenants: [tenantA] }]);
    await expect(query(reader, 'select from app.outbox')).rejects.toMatchObject({ code: '42501' });
    const writer = restored.as(roles.writer);
    await expect(query(writer, 'select from app.audit_order')).rejects.toMatchObject({ code: '42501' });
    const pending = await query(restored.as(roles.consumer), 'select from app.v_outbox_pending');
    expect(pending.length).toBeGreaterThan(0);
  });

  test('lets its old owner and the administrator administer', async () => {
    for (const role of ['specql_owner', roles.administrator]) {
      const entities = await query(
        restored.as(role),
        `create table annex.tb_of_${role} (id uuid primary key default gen_random_uuid());
         select app.enable_audit_cascade('annex.tb_of_${role}');
         select app.grant_reader('${roles.reader}', array['${tenantA}'::uuid]);
         select app.begin_mutation('${role}');
         insert into annex.tb_of_${role} default values;
         select app.end_mutation() -> 'metadata' -> 'affectedCount' as affected`,
      );
      expect(entities).toEqual([{ affected: 1 }]);
      await query(restored.as(role), `select app.disable_audit_cascade('annex.tb_of_${role}', true)`);
    }
    await query(restored.as('specql_owner'), "select app.enable_audit_cascade('shop.tb_order')");
  });
});

test.skipIf(!haveClientTools)(
  'a dump restored by its owner, without owners and rights, asks for one call and is whole',
  async () => {
    const server = target(15);
    const file = path.join(folder, 'owned.dump');
    await run('pg_dump', source, ['--format', 'custom', '--file', file, shop.name]);
    await query(server.adminUrl(), 'create database owned owner specql_owner');
    const options = ['--exit-on-error', '--no-owner', '--no-acl', '--username', 'specql_owner'];
    await run('pg_restore', server, [...options, '--dbname', 'owned', file]);

    const owner = urlOf(server, 'owned', 'specql_owner');
    expect(await contents(owner)).toEqual(await contents(source.adminUrl(shop.name)));
    const findings = "select detail, hint from app.health_check() where status <> 'ok'";
    const [{ hint } = { hint: '' }] = await query<{ hint: string }>(owner, findings);
    expect(hint).toContain('select app.apply_access()');
    await query(owner, 'select app.apply_access()');
    expect(await query(owner, findings)).toEqual([]);
    const reader = urlOf(server, 'owned', roles.reader);
    expect(await query(reader, 'select distinct tenant_id from app.audit_order')).toEqual([{ tenant_id: tenantA }]);
  },
);

test.skipIf(!haveClientTools)(
  'a restored table whose columns have other numbers hides what it hid, and asks to be enabled again',
  async () => {
    const { name } = await createTestDatabase(source);
    const tables = ['tb_by_row', 'tb_by_statement'];
    const forEach = (statement: (table: string) => string) => tables.map(statement).join(';');
    await query(
      source.adminUrl(name),
      forEach(
        (table) => `
        create table public.${table} (
          gone text, id integer primary key, shown text, gone_too text, card text, after text);
        alter table public.${table} drop gone, drop gone_too;
        select app.enable_audit_cascade('public.${table}', p_redact => '{card}', p_replica => ${String(table === 'tb_by_row')})`,
      ),
    );
    const file = path.join(folder, 'numbers.dump');
    await run('pg_dump', source, ['--format', 'custom', '--file', file, name]);
    const server = target(18);
    await query(server.adminUrl(), 'create database numbers');
    await run('pg_restore', server, ['--exit-on-error', '--dbname', 'numbers', file]);

    const url = server.adminUrl('numbers');
    const insert = async (id: number, secret: string) => {
      await query(
        url,
        forEach(
          (table) => `insert into public.${table} (id, shown, ${secret}, after) values (${id}, 'a', '4111', 'b')`,
        ),
      );
      const images = (table: string) =>
        query<{ image: object }>(
          url,
          `select new_values as image from app.audit_${table.slice(3)} where entity_id = ${id}`,
        );
      return (await Promise.all(tables.map(images))).flat();
    };
    const image = { shown: 'a', card: '***', after: 'b' };
    expect(await insert(1, 'card')).toEqual([{ image: { id: 1, ...image } }, { image: { id: 1, ...image } }]);
    await query(
      url,
      forEach((table) => `alter table public.${table} rename card to pan`),
    );
    for (const row of await insert(2, 'pan')) expect(row.image).toMatchObject({ id: 2, pan: '***' });
    await query(
      url,
      forEach((table) => `alter table public.${table} rename pan to card`),
    );

    const findings = "select hint from app.health_check() where \"check\" = 'definition' and status <> 'ok'";
    expect(await query(url, findings)).toEqual(
      tables.map((table) => ({ hint: `Run: select app.enable_audit_cascade('public.${table}').` })),
    );
    await query(
      url,
      forEach((table) => `select app.enable_audit_cascade('public.${table}')`),
    );
    expect(await query(url, findings)).toEqual([]);
    expect(await insert(3, 'card')).toEqual([{ image: { id: 3, ...image } }, { image: { id: 3, ...image } }]);
  },
);

test.skipIf(!haveClientTools)('rows that are restored into audited tables are audited once, or reported', async () => {
  const { name } = await createTestDatabase(source);
  await query(
    source.adminUrl(name),
    `create table public.tb_post (id uuid primary key default gen_random_uuid(), title text);
     select app.enable_audit_cascade('public.tb_post');
     insert into public.tb_post (title) select 'Post ' || n from generate_series(1, 30) n;
     update public.tb_post set title = title || '!' where title like '%1%';
     delete from public.tb_post where title like '%3%'`,
  );
  const file = path.join(folder, 'rows.dump');
  await run('pg_dump', source, ['--format', 'custom', '--file', file, name]);
  const server = target(15);
  const history = 'select * from app.audit_post order by audit_id';
  const whole = await query(source.adminUrl(name), history);

  for (const [database, options] of [
    ['fired', {}],
    ['quiet', { PGOPTIONS: '-c session_replication_role=replica' }],
  ] as const) {
    const quiet = { ...server, psqlEnv: { ...server.psqlEnv, ...options } };
    await query(server.adminUrl(), `create database ${database}`);
    await run('pg_restore', server, ['--exit-on-error', '--schema-only', '--dbname', database, file]);
    await run('pg_restore', quiet, ['--exit-on-error', '--data-only', '--dbname', database, file]);
    const url = server.adminUrl(database);
    const findings = 'select "check", hint from app.health_check() where status <> \'ok\'';
    const found = await query<{ check: string; hint: string }>(url, findings);
    expect(found.map(({ check }) => check)).toEqual(database === 'fired' ? ['repeated_inserts'] : []);
    for (const { hint } of found) await query(url, /select app.*(?=\.$)/.exec(hint)?.[0] ?? '');
    expect(await query(url, findings)).toEqual([]);
    expect(await query(url, history)).toEqual(whole);
    await query(url, `update public.tb_post set title = 'new'; select app.begin_mutation('again')`);
  }
});
