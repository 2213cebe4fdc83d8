import { expect } from 'vitest';
import { value } from '../../harness/query.js';
import { test, type DatabaseFixture } from '../../harness/fixture.js';
import { unaccounted } from '../../harness/replay.js';

async function createMeasurements({ sql }: DatabaseFixture): Promise<void> {
  await sql.query(`
    create table public.tb_measure (region text, id integer, v text, primary key (region, id)) partition by list (region);
    create table public.measure_eu partition of public.tb_measure for values in ('eu');
    create table public.measure_us partition of public.tb_measure for values in ('us');
    select app.enable_audit_cascade('public.tb_measure');
    insert into tb_measure values ('eu', 1, 'a'), ('eu', 2, 'b'), ('us', 1, 'c')`);
}

test('rows that move between partitions are told once', async ({ db }) => {
  await createMeasurements(db);
  await db.sql.query(
    `update tb_measure set region = 'us' where region = 'eu' and id = 2; update measure_us set v = 'd'`,
  );
  expect(await unaccounted(db.sql, 'tb_measure')).toEqual([]);
});

test('TRUNCATE of the partitioned table empties the replay, also when rows come after it in the same transaction', async ({
  db,
}) => {
  await createMeasurements(db);
  await db.sql.query(`begin; truncate tb_measure; insert into tb_measure values ('eu', 9, 'new'); commit`);
  expect(await unaccounted(db.sql, 'tb_measure')).toEqual([]);
});

test('after a partition was truncated alone the rows are not known, until a baseline', async ({ db }) => {
  await createMeasurements(db);
  const before = await value(db.sql, 'select clock_timestamp()::text');
  await db.sql.query('truncate measure_eu');
  for (const query of [
    `select app.get_table_as_of('tb_measure')`,
    `select app.get_entity_as_of('tb_measure', '{"id": 1, "region": "us"}')`,
  ]) {
    await expect(db.sql.query(query)).rejects.toMatchObject({
      code: '55000',
      message: expect.stringContaining('public.measure_eu') as unknown,
      hint: expect.stringContaining('app.write_audit_baseline') as unknown,
    });
  }
  const known = `select count(*)::integer from app.get_table_as_of('tb_measure', $1)`;
  expect(await value(db.sql, known, [before])).toBe(3);
  const between = await value(db.sql, 'select clock_timestamp()::text');
  expect(await value(db.sql, `select app.write_audit_baseline('tb_measure')::integer`)).toBe(2);
  expect(await unaccounted(db.sql, 'tb_measure')).toEqual([]);
  await expect(value(db.sql, known, [between])).rejects.toMatchObject({ code: '55000' });
});

test('a partition that was empty may be truncated', async ({ db }) => {
  await createMeasurements(db);
  await db.sql.query('truncate tb_measure; truncate measure_eu');
  expect(await unaccounted(db.sql, 'tb_measure')).toEqual([]);
});

test('a detached partition is set right by a baseline', async ({ db }) => {
  await createMeasurements(db);
  await db.sql.query('alter table tb_measure detach partition measure_eu');
  expect(await value(db.sql, `select app.write_audit_baseline('tb_measure')::integer`)).toBe(2);
  expect(await unaccounted(db.sql, 'tb_measure')).toEqual([]);
});

test('children by INHERITS are replayed with their own columns, also where keys repeat', async ({ db: { sql } }) => {
  await sql.query(`
    create table public.tb_city (id integer primary key, v text);
    create table public.capital (country text) inherits (public.tb_city);
    insert into capital values (7, 'old', 'xx');
    select app.enable_audit_cascade('public.tb_city');
    select app.write_audit_baseline('public.tb_city');
    insert into tb_city values (1, 'a');
    insert into capital values (1, 'b', 'de'), (2, 'c', 'fr');
    update tb_city set v = 'd' where id = 1;
    delete from capital where id = 7`);
  expect(await unaccounted(sql, 'tb_city')).toEqual([]);
  expect(await value(sql, `select i ->> 'country' from app.get_table_as_of('tb_city') i where i ->> 'v' = 'c'`)).toBe(
    'fr',
  );
  expect(await value(sql, `select app.write_audit_baseline('tb_city')::integer`)).toBe(0);
});

test('TRUNCATE ONLY of a parent is not taken for a TRUNCATE of its children', async ({ db: { sql } }) => {
  await sql.query(`
    create table public.tb_city (id integer primary key);
    create table public.capital () inherits (public.tb_city);
    select app.enable_audit_cascade('public.tb_city');
    insert into tb_city values (1);
    insert into capital values (2);
    truncate only tb_city`);
  await expect(sql.query(`select app.get_table_as_of('tb_city')`)).rejects.toMatchObject({ code: '55000' });
  await sql.query(`select app.write_audit_baseline('tb_city')`);
  expect(await unaccounted(sql, 'tb_city')).toEqual([]);
});
