import { expect } from 'vitest';
import { test, type DatabaseFixture } from '../../harness/fixture.js';
import { phase1 } from '../../harness/olderShapes.js';
import { story } from '../../harness/trail.js';

/** An embedded table that was given to a role, and a function of the role that fails when it runs as the extension's owner. */
async function createGivenTable(db: DatabaseFixture) {
  const role = await db.createRole('table_owner');
  await db.sql.query(`
    create schema h;
    create type h.mood as enum ('ok', 'bad');
    create table h.tb_note (id uuid primary key, body text, mood h.mood default 'ok');
    create table app.audit_note (${phase1.replace('tenant_id uuid not null', 'tenant_id uuid')});
    select app.enable_audit_cascade('h.tb_note', p_storage => 'embedded')`);
  await db.asAdmin(`
    alter schema h owner to ${role}; alter table h.tb_note owner to ${role};
    grant usage on schema h to specql_owner; grant select on h.tb_note to specql_owner`);
  const sql = await db.connect(role);
  await sql.query(`
    create function h.evil(text) returns text language plpgsql immutable as $$ begin
      if current_user = 'specql_owner' then raise 'sprung'; end if;
      return $1;
    end $$`);
  return { role, sql };
}

const traps: Record<string, string> = {
  'an index of an expression': `create index trap on h.tb_note ((h.evil('a') || body))`,
  'a partial index': `create index trap on h.tb_note (body) where h.evil('a') = 'b'`,
  'an operator in an index': `
    create function h.same(text, text) returns boolean language sql immutable return h.evil($1) = $2;
    create operator h.=== (function = h.same, leftarg = text, rightarg = text);
    create index trap on h.tb_note (body) where 'a' operator(h.===) 'b'`,
  'extended statistics': `create statistics h.trap on (h.evil('a') || body), body from h.tb_note`,
  'a check constraint': `alter table h.tb_note add constraint trap check (h.evil('a') = 'a' or body = 'b')`,
};

test("TRUNCATE in the embedded form does not run the code of the table's owner", async ({ db }) => {
  const { role, sql } = await createGivenTable(db);
  await sql.query(`insert into h.tb_note (id, body) values (gen_random_uuid(), 'a')`);
  for (const [what, trap] of Object.entries(traps)) {
    await sql.query(trap);
    const other = await db.connect(role);
    await expect(other.query('set constraint_exclusion = on; truncate h.tb_note'), what).rejects.toMatchObject({
      code: '55000',
      message: 'TRUNCATE of h.tb_note cannot be audited',
      detail: expect.stringContaining(
        what === 'an operator in an index' ? 'operator h.===' : 'function h.evil',
      ) as string,
    });
    await other.query(`
      drop index if exists h.trap; drop statistics if exists h.trap;
      alter table h.tb_note drop constraint if exists trap`);
  }
  expect(await story(db.sql, 'note', 'body')).toHaveLength(1);
});

test('indexes of built-in expressions and enums keep nobody from TRUNCATE', async ({ db }) => {
  const { sql } = await createGivenTable(db);
  await sql.query(`
    create unique index on h.tb_note (lower(body)) where mood = 'ok' and mood = any ('{ok,bad}');
    insert into h.tb_note (id, body) values (gen_random_uuid(), 'a');
    truncate h.tb_note`);
  expect(await story(db.sql, 'note', 'body')).toHaveLength(2);
});

test('TRUNCATE in the embedded form is refused where the snapshot may lack rows, and code of the owner', async ({
  db,
}) => {
  const { role, sql } = await createGivenTable(db);
  const other = await db.connect(role);
  await other.query('begin isolation level repeatable read; select from h.tb_note');
  await sql.query(
    `insert into h.tb_note (id, body) values (gen_random_uuid(), 'a'); ${String(traps['a partial index'])}`,
  );
  await expect(other.query('truncate h.tb_note')).rejects.toMatchObject({
    code: '55000',
    message: 'TRUNCATE of h.tb_note cannot be audited',
    detail: expect.stringContaining('repeatable read') as string,
  });
});
