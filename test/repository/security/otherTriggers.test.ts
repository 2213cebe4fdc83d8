import type pg from 'pg';
import { expect } from 'vitest';
import { column } from '../../harness/query.js';
import { findings } from '../../harness/healthFindings.js';
import { test, type DatabaseFixture } from '../../harness/fixture.js';

/** An administrator with a schema of its own, in which it is to audit tb_note. */
async function administrator(db: DatabaseFixture): Promise<{ role: string; client: pg.Client }> {
  const role = await db.createRole('administrator');
  await db.sql.query('select app.grant_administrator($1)', [role]);
  await db.asAdmin(`create schema ${role} authorization ${role}`);
  return { role, client: await db.connect(role) };
}

/** The triggers of auditing, as it makes them. */
const own: Record<string, string> = {
  insert: 'after insert on t referencing new table as new_rows for each statement',
  update: 'after update on t referencing old table as old_rows new table as new_rows for each statement',
  delete: 'after delete on t referencing old table as old_rows for each statement',
  truncate: 'after truncate on t for each statement',
};

const others: Record<string, Record<string, string>> = {
  'without the table of new rows': { insert: 'after insert on t for each statement' },
  'with old and new rows the other way round': {
    update: 'after update on t referencing old table as new_rows new table as old_rows for each statement',
  },
  'with a condition': {
    delete: `after delete on t referencing old table as old_rows for each statement when (current_setting('x.y', true) is null)`,
  },
  'for another event': { truncate: 'before truncate on t for each statement' },
  'of each row': { insert: 'after insert on t for each row' },
  'with arguments': { 'truncate|1': own.truncate ?? '' },
  'besides the others': { second: 'after insert on t referencing new table as new_rows for each statement' },
};

test('triggers that are not what auditing makes end the second half of enabling', async ({ db }) => {
  const { role, client } = await administrator(db);
  await client.query(`create table ${role}.tb_note (id uuid primary key, body text)`);
  await client.query(`
    begin;
    select app.claim_table('${role}.tb_note');
    select app.prepare_audit('${role}.tb_note', null, null, null, null, null, null, null, null, null);
    savepoint prepared`);
  for (const [what, made] of Object.entries(others)) {
    const replaced = Object.keys(made).map((name) => name.split('|')[0]);
    const triggers = [...Object.entries(own).filter(([name]) => !replaced.includes(name)), ...Object.entries(made)];
    for (const [name, definition] of triggers) {
      const [suffix = '', argument = ''] = name.split('|');
      await client.query(
        `create trigger audit_trigger_note_${suffix} ${definition.replace(' t ', ` ${role}.tb_note `)} execute function app.audit_trigger_note(${argument})`,
      );
    }
    await expect(client.query(`select app.complete_audit('${role}.tb_note')`), what).rejects.toMatchObject({
      code: '55000',
      message: `trigger audit_trigger_note_${String(replaced[0])} of ${role}.tb_note is not what auditing makes`,
    });
    await client.query('rollback to prepared');
  }
  await expect(client.query(`select app.complete_audit('${role}.tb_note')`)).rejects.toMatchObject({
    code: '55000',
    message: `trigger audit_trigger_note_delete of ${role}.tb_note is missing`,
  });
});

test('the health check reports triggers that are not what auditing makes', async ({ db }) => {
  await db.sql.query(`
    create table public.tb_note (id uuid primary key, body text);
    select app.enable_audit_cascade('tb_note');
    drop trigger audit_trigger_note_insert on tb_note;
    create trigger audit_trigger_note_insert after insert on tb_note for each statement execute function app.audit_trigger_note();
    alter trigger audit_trigger_note_delete on tb_note rename to audit_trigger_note_gone`);
  expect(await findings(db.sql)).toMatchObject([
    { check: 'triggers', detail: 'trigger audit_trigger_note_gone of public.tb_note is not what auditing makes' },
    { check: 'triggers', detail: 'trigger audit_trigger_note_insert of public.tb_note is not what auditing makes' },
  ]);
  await db.sql.query(`select app.enable_audit_cascade('tb_note')`);
  expect(await findings(db.sql)).toEqual([]);
});

test('an administrator makes, attaches and detaches partitions, and puts their trigger on no other table', async ({
  db,
}) => {
  const { role, client } = await administrator(db);
  await client.query(`
    set search_path = ${role};
    create table tb_e (id integer, v text) partition by list (id);
    create table e0 partition of tb_e for values in (0);
    select app.enable_audit_cascade('tb_e');
    create table e1 partition of tb_e for values in (1);
    create table e2 (id integer, v text);
    grant usage on schema ${role} to specql_owner;
    alter table tb_e attach partition e2 for values in (2);
    insert into tb_e values (0, 'a'), (1, 'b'), (2, 'c');
    create trigger audit_trigger_e_truncate after truncate on e1 for each statement execute function app.audit_trigger_e();
    truncate e1;
    alter table tb_e detach partition e1;
    truncate e1`);
  const operations = 'select operation_type from app.audit_e order by changed_at, operation_type';
  expect(await column(db.sql, operations)).toEqual(['INSERT', 'INSERT', 'INSERT', 'TRUNCATE']);

  await client.query('create table fake (id integer, v text)');
  const writes = [
    'insert into fake values (1)',
    'insert into tb_e values (0)',
    'truncate e0',
    'insert into e1 values (1)',
  ];
  for (const [trigger, write] of [
    ['"!audit_trigger_e_row" after insert on fake for each row', 0],
    ['forge before insert on fake for each row', 0],
    ['forge after insert on fake referencing new table as new_rows for each statement', 0],
    ['forge after insert on e0 for each row', 1],
    ['forge before insert on tb_e for each row', 1],
    ['forge after insert on tb_e for each statement', 1],
    ['forge after truncate on e0 for each statement', 2],
    ['"!audit_trigger_e_row" after insert on e1 for each row', 3],
  ] as const) {
    await client.query(`begin; create trigger ${trigger} execute function app.audit_trigger_e()`);
    await expect(client.query(writes[write] ?? ''), trigger).rejects.toMatchObject({
      code: '55000',
      message: expect.stringContaining('may not write the history of entity e') as string,
    });
    await client.query('rollback');
  }
  await client.query(
    'create trigger audit_trigger_e_truncate after truncate on fake for each statement execute function app.audit_trigger_e(); truncate fake',
  );
  expect(await column(db.sql, operations)).toHaveLength(4);
});

test('a trigger of the name for TRUNCATE does not hide that a partition is not covered', async ({ db }) => {
  await db.sql.query(`
    create table public.tb_e (id integer, v text) partition by list (id);
    create table public.e0 partition of tb_e for values in (0);
    select app.enable_audit_cascade('tb_e');
    create function public.nop() returns trigger language plpgsql as $$ begin return null; end $$;
    drop trigger audit_trigger_e_truncate on e0;
    create trigger audit_trigger_e_truncate after truncate on e0 for each statement execute function public.nop()`);
  expect(await findings(db.sql)).toMatchObject([
    { check: 'coverage', detail: 'TRUNCATE of public.e0 alone leaves no marker' },
  ]);
  expect(await column(db.sql, 'select action from app.maintain()')).toEqual(['blocked']);
});
