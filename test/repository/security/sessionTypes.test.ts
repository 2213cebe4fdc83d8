import { expect } from 'vitest';
import { column } from '../../harness/query.js';
import { test } from '../../harness/fixture.js';

test('a type of the administrator is not used by functions that run with the owner’s rights', async ({ db }) => {
  const role = await db.createRole('administrator');
  await db.sql.query(`select app.grant_administrator('${role}'), app.create_consumer('mailer')`);
  await db.asAdmin(`create schema ${role} authorization ${role}`);
  // Administrators may not compile them; a grant by hand shows that it would not help.
  await db.sql.query(`grant execute on function app.nothing_new, app.take_snapshot to ${role}`);
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

test('an administrator may execute no function whose body is compiled under the path of the session', async ({
  db,
}) => {
  const role = await db.createRole('administrator');
  await db.sql.query(`select app.grant_administrator('${role}')`);
  const unpinned = `
    select proname from pg_proc join pg_language l on l.oid = prolang
    where pronamespace = 'app'::regnamespace and lanname = 'plpgsql' and coalesce(proconfig::text, '') !~ 'search_path'
      and has_function_privilege($1, pg_proc.oid, 'execute')`;
  // Which has no type and no name that is not qualified.
  expect(await column(db.sql, unpinned, [role])).toEqual(['require_value']);
  const called = db.connect(role).then((sql) => sql.query(`select app.nothing_new('outbox', null)`));
  await expect(called).rejects.toMatchObject({ code: '42501' });
});
