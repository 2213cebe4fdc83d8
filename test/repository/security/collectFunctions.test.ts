import { expect } from 'vitest';
import { test } from '../../harness/fixture.js';
import { column } from '../../harness/tenantBlog.js';

const body = (code: string) => `language plpgsql volatile as $$ begin ${code}; return '{}'; end $$`;

// Made by a superuser, as nobody else creates in schema app: what an administrator could once do.
test('a function that is swapped while the changes are collected is not called', async ({ db }) => {
  const role = await db.createRole('attacker');
  await db.sql.query('select app.grant_writer($1)', [role]);
  await db.asAdmin(`
    create function app.collect_one_changes(bigint, uuid) returns app.change[] security definer
      ${body('alter function app.collect_two_changes(bigint, uuid) security invoker')};
    create function app.collect_two_changes(bigint, uuid) returns app.change[] security definer
      ${body("execute format('alter role %I set app.pwned = %L', current_user, current_user)")};
    alter function app.collect_one_changes(bigint, uuid) owner to ${role};
    alter function app.collect_two_changes(bigint, uuid) owner to ${role};
    grant execute on function app.collect_one_changes(bigint, uuid), app.collect_two_changes(bigint, uuid) to public`);
  const attacker = await db.connect(role);
  await attacker.query("begin; select app.begin_mutation('attack'); set local app.mutation_entities = 'one,two'");
  await attacker.query('select app.end_mutation()');
  await attacker.query('rollback');
  await expect(db.sql.query("select app.mutation_changes(gen_random_uuid(), 1, '{one,two}')")).rejects.toMatchObject({
    code: '22023',
  });
  expect(await column(db.sql, "select rolname from pg_roles where rolconfig::text like '%pwned%'")).toEqual([]);
});
