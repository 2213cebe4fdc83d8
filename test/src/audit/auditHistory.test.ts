import { expect } from 'vitest';
import {
  auditHistory,
  enableAuditCascade,
  findAuditedTable,
  SpecqlCdcError,
  withMutation,
} from '../../../src/index.js';
import { test } from '../../harness/fixture.js';

test('takes an id as value, list or object', async ({ db: { sql } }) => {
  await sql.query(`create table one (id bigint primary key);
    create table two (a int, b char(3), c boolean, primary key (a, b, c))`);
  await enableAuditCascade(sql, 'one');
  await enableAuditCascade(sql, 'two');
  await sql.query(`insert into one values (9007199254740993); insert into two values (1, 'x', true)`);
  for (const id of [9007199254740993n, '9007199254740993', ['9007199254740993']]) {
    expect(await auditHistory(sql, 'one', id)).toHaveLength(1);
  }
  expect(await auditHistory(sql, 'two', [1, 'x', 'yes'])).toHaveLength(1);
  expect(await auditHistory(sql, 'two', { a: 1, b: 'x  ', c: true })).toHaveLength(1);
  await expect(auditHistory(sql, 'two', 1)).rejects.toThrow('public.two are identified by a, b, c: 3 values, not 1');
});

test('finds a time in a key by any way of writing it, also as a reader', async ({ db }) => {
  await db.sql.query('create table span (id int, at timestamptz, lasts interval, primary key (id, at, lasts))');
  await enableAuditCascade(db.sql, 'span');
  await db.sql.query(`insert into span values (1, '2025-01-31 12:00+00', '36 hours'), (1, 'infinity', '36 hours')`);
  const role = await db.createRole('reader');
  await db.sql.query('select app.grant_reader($1)', [role]);
  const reader = await db.connect(role);
  await reader.query(`set timezone = 'Asia/Tokyo'; set intervalstyle = 'iso_8601'`);
  expect(await auditHistory(reader, 'span', [1, '2025-01-31 21:00', 'PT36H'])).toHaveLength(1);
  expect(await auditHistory(reader, 'span', [1, 'infinity', '36:00'])).toHaveLength(1);
});

test('is still there for a table that was dropped, by its entity name', async ({ db: { sql } }) => {
  await sql.query('create table tb_gone (a int, b int, primary key (a, b))');
  await enableAuditCascade(sql, 'tb_gone');
  await sql.query('insert into tb_gone values (1, 2)');
  await sql.query('drop table tb_gone');
  expect(await auditHistory(sql, 'gone', { a: 1, b: 2 })).toHaveLength(1);
  await expect(auditHistory(sql, 'gone', [1, 2])).rejects.toThrow('no longer has its key columns a, b');
  await expect(auditHistory(sql, 'tb_gone', [1, 2])).rejects.toThrow(SpecqlCdcError);
});

test('shows the row and not the cascade that the embedded form keeps beside it', async ({ db: { sql } }) => {
  await sql.query(`create table tb_post (id uuid primary key, title text);
    create table app.audit_post (audit_id uuid primary key default gen_random_uuid(), entity_id uuid, tenant_id uuid,
      operation_type text, changed_by uuid, changed_at timestamptz default clock_timestamp(), old_values jsonb, new_values jsonb,
      change_reason text, transaction_id bigint, application_name text, client_addr inet, created_at timestamptz default now())`);
  await enableAuditCascade(sql, 'tb_post', { storage: 'embedded' });
  const id = '0190d7f0-5a3c-7c3e-9d57-4f2f5a1c9b11';
  await withMutation(sql, { source: 'create' }, () => sql.query(`insert into tb_post values ('${id}', 'x')`));
  await withMutation(sql, { source: 'remove' }, () => sql.query('delete from tb_post'));
  expect(await auditHistory(sql, 'tb_post', id, { withCascade: true })).toMatchObject([
    { operation_type: 'DELETE', old_values: { id, title: 'x' }, new_values: null, cascade_source: 'remove' },
    {
      operation_type: 'INSERT',
      old_values: null,
      new_values: { id, title: 'x' },
      cascade_data: { metadata: { depth: 1 } },
    },
  ]);
});

test('finds tables as SQL does: by schema, by search path, quoted or folded', async ({ db: { sql } }) => {
  await sql.query(`create schema blog; create table blog.tb_post (id int primary key);
    create table "Mixed Case" (id int primary key)`);
  await enableAuditCascade(sql, 'blog.tb_post');
  await enableAuditCascade(sql, '"Mixed Case"');
  expect(await findAuditedTable(sql, 'BLOG.tb_post')).toMatchObject({ entity: 'post', enabled: true });
  expect(await findAuditedTable(sql, '"Mixed Case"')).toMatchObject({ table: 'public."Mixed Case"' });
  await expect(findAuditedTable(sql, 'tb_post')).rejects.toThrow('tb_post is not audited');
  await sql.query('set search_path = blog');
  expect(await findAuditedTable(sql, 'tb_post')).toMatchObject({ table: 'blog.tb_post' });
});

test('says when nothing is audited at all', async ({ db: { sql } }) => {
  await expect(findAuditedTable(sql, 'x')).rejects.toMatchObject({ hint: 'No table is; enable auditing of it first.' });
});
