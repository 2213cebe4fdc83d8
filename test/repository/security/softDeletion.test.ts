import { expect } from 'vitest';
import { failure } from '../../harness/events.js';
import { test } from '../../harness/fixture.js';
import { value } from '../../harness/query.js';

test('a column that tells whether an entity is there cannot be redacted', async ({ db }) => {
  await db.sql.query('create table tb_note (id uuid primary key, body text, deleted_at timestamptz)');
  expect(
    await failure(db.sql.query(`select app.enable_audit_cascade('tb_note', p_redact => '{deleted_at}')`)),
  ).toMatchObject({
    code: '22023',
    message: 'p_redact names deleted_at, which is needed',
    detail: 'Whether it is null tells whether the entity is soft-deleted.',
    hint: 'Take it out of p_redact, or pass p_exclude: then the entity is there until its row is deleted.',
  });
  await db.sql.query(`select app.enable_audit_cascade('tb_note', p_exclude => '{deleted_at}')`);
});

test('a redacted column that becomes deleted_at does not empty the cascade once the table is enabled again', async ({
  db,
}) => {
  await db.sql.query(`
    create table tb_note (id uuid primary key default gen_random_uuid(), body text, secret timestamptz);
    select app.enable_audit_cascade('tb_note', p_redact => '{secret}');
    alter table tb_note rename secret to deleted_at`);
  const enable = `select app.enable_audit_cascade('tb_note', p_redact => $1)`;
  expect(await failure(db.sql.query(enable, ['{deleted_at}']))).toMatchObject({ code: '22023' });
  await db.sql.query(enable, ['{}']);
  await db.sql.query(`begin; select app.begin_mutation('write'); insert into tb_note default values`);
  expect(await value(db.sql, `select app.end_mutation() #> '{metadata,affectedCount}'`)).toBe(1);
  await db.sql.query('commit');
});
