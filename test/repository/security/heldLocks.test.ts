import { expect } from 'vitest';
import { test } from '../../harness/fixture.js';
import { untilWaiting } from '../../harness/untilWaiting.js';

test('a writer of a table that is being enabled does not keep grants waiting', async ({ db }) => {
  await db.sql.query('create table public.tb_item (id uuid primary key)');
  const [writer, other] = [await db.connect(), await db.connect()];
  await writer.query('begin; lock table tb_item in row exclusive mode');
  const reader = await db.createRole('reader');
  const enabled = other.query("select app.enable_audit_cascade('tb_item')");
  await untilWaiting(db, other);
  await db.sql.query("set statement_timeout = '4min'");
  await db.sql.query('select app.grant_reader($1)', [reader]);
  await writer.query('rollback');
  await enabled;
});

test('a reader of the views holds up enabling, and the writers behind it, for five seconds', async ({ db }) => {
  await db.sql.query(`
    create table public.tb_item (id uuid primary key);
    select app.enable_audit_cascade('tb_item')`);
  const reader = await db.connect();
  await reader.query('begin; select * from app.v_item_cascade_audit');
  await expect(db.sql.query("select app.enable_audit_cascade('tb_item')")).rejects.toMatchObject({
    code: '55P03',
    message: expect.stringContaining('public.tb_item could not be enabled') as string,
  });
});

test('a view of a reader on the history is named where it is in the way', async ({ db }) => {
  await db.sql.query(`
    create table public.tb_item (id uuid primary key);
    select app.enable_audit_cascade('tb_item');
    create view public.mine as select * from app.v_item_cascade_audit`);
  await expect(db.sql.query("select app.disable_audit_cascade('tb_item', true)")).rejects.toMatchObject({
    code: '2BP01',
    detail: expect.stringContaining('mine') as string,
  });
});
