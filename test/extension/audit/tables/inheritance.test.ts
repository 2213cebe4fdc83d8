import { expect } from 'vitest';
import type pg from 'pg';
import { rows } from '../../../harness/query.js';
import { test } from '../../../harness/fixture.js';
import { story, trail } from '../../../harness/trail.js';

async function createCities(sql: pg.ClientBase): Promise<void> {
  await sql.query(`
    create table public.tb_city (id integer primary key, v text);
    create table public.capital (country text) inherits (public.tb_city);
    select app.enable_audit_cascade('public.tb_city')`);
}

test('a child is audited through the parent and directly, with its own columns', async ({ db }) => {
  await createCities(db.sql);
  await db.sql.query(`
    insert into tb_city values (1, 'Lyon');
    insert into capital values (2, 'Paris', 'France');
    update tb_city set v = upper(v);
    delete from only capital`);
  expect((await story(db.sql, 'city')).sort()).toEqual([
    'DELETE 2: PARIS',
    'INSERT 1: Lyon',
    'INSERT 2: Paris',
    'UPDATE 1: Lyon > LYON',
    'UPDATE 2: Paris > PARIS',
  ]);
  expect((await trail(db.sql, 'city'))[1]?.new).toEqual({ id: 2, v: 'Paris', country: 'France' });
});

test('TRUNCATE ONLY and of a child alone leave markers that say which', async ({ db }) => {
  await createCities(db.sql);
  await db.sql.query('truncate only tb_city; truncate capital');
  expect((await trail(db.sql, 'city')).map((change) => change.old)).toEqual([
    { table: 'public.tb_city' },
    { table: 'public.capital' },
  ]);
});

test('a child made later is reported, with what mends it', async ({ db }) => {
  await createCities(db.sql);
  await db.sql.query(
    `create table public.village () inherits (public.tb_city); insert into village values (1, 'Giverny')`,
  );
  expect(await story(db.sql, 'city')).toEqual([]);
  const findings = `select status, detail, hint from app.health_check() where "check" = 'coverage' and status = 'error'`;
  const [finding, ...more] = await rows(db.sql, findings);
  expect(finding).toMatchObject({
    detail: 'public.village belongs to audited public.tb_city but has no audit triggers',
  });
  expect(more).toEqual([]);
  await db.sql.query(`select app.enable_audit_cascade('public.tb_city'); update village set v = 'Vernon'`);
  expect(await story(db.sql, 'city')).toEqual(['UPDATE 1: Giverny > Vernon']);
  expect(await rows(db.sql, findings)).toEqual([]);
});

test('the first child of a plain table is reported, and audited after enabling again', async ({ db }) => {
  await db.sql.query(`
    create table public.tb_city (id integer primary key, v text);
    select app.enable_audit_cascade('public.tb_city');
    create table public.capital () inherits (public.tb_city)`);
  const errors = `select distinct hint from app.health_check() where status = 'error'`;
  expect(await rows(db.sql, errors)).toEqual([{ hint: `Run: select app.enable_audit_cascade('public.tb_city').` }]);
  await db.sql.query(`select app.enable_audit_cascade('public.tb_city'); insert into capital values (1, 'Rome')`);
  expect(await story(db.sql, 'city')).toEqual(['INSERT 1: Rome']);
  expect(await rows(db.sql, errors)).toEqual([]);
});

test('a table that inherits from several audited ones is audited for each', async ({ db }) => {
  await createCities(db.sql);
  await db.sql.query(`
    create table public.tb_port (id integer primary key, v text);
    create table public.harbour () inherits (public.tb_city, public.tb_port);
    select app.enable_audit_cascade(t) from unnest('{public.tb_city,public.tb_port}'::regclass[]) t;
    insert into harbour values (1, 'Marseille')`);
  expect(await story(db.sql, 'city')).toEqual(['INSERT 1: Marseille']);
  expect(await story(db.sql, 'port')).toEqual(['INSERT 1: Marseille']);
});
