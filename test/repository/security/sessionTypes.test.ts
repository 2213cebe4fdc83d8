import { expect } from 'vitest';
import { column } from '../../harness/query.js';
import { test } from '../../harness/fixture.js';

test('a type of the administrator is not used by functions that run with the owner’s rights', async ({ db }) => {
  const role = await db.createRole('administrator');
  await db.sql.query(`select app.grant_administrator('${role}'), app.create_consumer('mailer')`);
  await db.asAdmin(`create schema ${role} authorization ${role}`);
  const sql = await db.connect(role);
  await sql.query(`
    create table ${role}.seen (who name);
    grant usage on schema ${role} to public;
    grant insert on ${role}.seen to public;
    create function ${role}.note() returns boolean language sql as $$
      insert into ${role}.seen values (current_user); select true $$;
    create domain ${role}.txid_snapshot as pg_catalog.txid_snapshot check (${role}.note());
    set search_path = ${role}, pg_catalog`);
  for (const call of [`app.nothing_new('outbox', null)`, `app.take_snapshot('outbox', null)`]) {
    await sql.query(`select ${call}`).catch(() => undefined);
  }
  await sql.query(`reset search_path; select app.write_outbox_event('Post', gen_random_uuid(), 'Created', '{}')`);
  await sql.query(`select app.fetch_events('mailer')`);
  expect(await column(sql, `select distinct who from ${role}.seen`)).toEqual([]);
});
