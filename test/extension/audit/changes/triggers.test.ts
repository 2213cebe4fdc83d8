import { expect } from 'vitest';
import { rows } from '../../../harness/query.js';
import { test, type DatabaseFixture } from '../../../harness/fixture.js';
import { contents, replayed, story } from '../../../harness/trail.js';

/** An audited table, and a trigger of its own, made before auditing is enabled. */
async function createItems({ sql }: DatabaseFixture, body: string, trigger: string): Promise<void> {
  await sql.query(`
    create table public.tb_item (id integer primary key, v integer, parent integer);
    create function public.own() returns trigger language plpgsql as $$ begin ${body} end $$;
    create ${trigger} execute function public.own();
    select app.enable_audit_cascade('public.tb_item')`);
}

test('what a BEFORE trigger made of a row is what is audited', async ({ db }) => {
  await createItems(
    db,
    'if new.v < 0 then return null; end if; new.v := new.v * 10; return new;',
    'trigger a before insert or update on public.tb_item for each row',
  );
  await db.sql.query('insert into tb_item values (1, 1), (2, -1); update tb_item set v = 2; update tb_item set v = -2');
  expect(await story(db.sql, 'item')).toEqual(['INSERT 1: 10', 'UPDATE 1: 10 > 20']);
});

test('a BEFORE trigger that makes room for its row is audited before it', async ({ db }) => {
  await createItems(
    db,
    'delete from public.tb_item where id = new.id; return new;',
    'trigger a before insert on public.tb_item for each row',
  );
  await db.sql.query('insert into tb_item values (1, 1); insert into tb_item values (1, 2)');
  expect(await story(db.sql, 'item')).toEqual(['INSERT 1: 1', 'DELETE 1: 1', 'INSERT 1: 2']);
});

const inner: Record<string, [body: string, trigger: string]> = {
  'an AFTER ROW trigger': [
    'update public.tb_item set v = v + 1 where id = new.id and v < 3; return null;',
    'trigger z after insert or update on public.tb_item for each row',
  ],
  'an AFTER STATEMENT trigger': [
    'if exists (select from public.tb_item where v < 3) then update public.tb_item set v = v + 1 where v < 3; end if; return null;',
    'trigger a after insert or update on public.tb_item for each statement',
  ],
  'a deferred constraint trigger': [
    'update public.tb_item set v = v + 1 where id = new.id and v < 3; return null;',
    'constraint trigger z after insert or update on public.tb_item deferrable initially deferred for each row',
  ],
};

for (const [what, [body, trigger]] of Object.entries(inner)) {
  test(`what ${what} changes on the same rows is audited after the change it answers`, async ({ db }) => {
    await createItems(db, body, trigger);
    await db.sql.query('insert into tb_item values (1, 1)');
    expect(await story(db.sql, 'item')).toEqual(['INSERT 1: 1', 'UPDATE 1: 1 > 2', 'UPDATE 1: 2 > 3']);
    await db.sql.query('insert into tb_item select i, 1 from generate_series(2, 9) i');
    await db.sql.query('update tb_item set v = 0');
    expect(await replayed(db.sql, 'item')).toEqual(await contents(db.sql, 'tb_item'));
  });
}

test('changes to other rows of the same statement are in order too', async ({ db }) => {
  await createItems(
    db,
    'update public.tb_item set v = v + new.v where id = new.parent; return null;',
    'trigger z after insert or update of v on public.tb_item for each row',
  );
  await db.sql.query(
    'insert into tb_item select i, 1, i - 1 from generate_series(1, 6) i; update tb_item set v = v + 1',
  );
  expect(await replayed(db.sql, 'item')).toEqual(await contents(db.sql, 'tb_item'));
});

test('the order holds where an inner change fails and is caught, and in the statements after it', async ({ db }) => {
  await createItems(
    db,
    `begin
       update public.tb_item set v = v + 1 where id = new.id and v < 3;
       if new.v = 2 then raise exception 'no'; end if;
     exception when others then null;
     end;
     return null;`,
    'trigger z after insert or update on public.tb_item for each row',
  );
  await db.sql.query('insert into tb_item values (1, 1), (2, 2), (3, 3); update tb_item set v = 0');
  expect(await replayed(db.sql, 'item')).toEqual(await contents(db.sql, 'tb_item'));
});

test('two audited tables that change each other are both in order', async ({ db }) => {
  await createItems(
    db,
    'update public.tb_total set v = v + new.v where id = 1; return null;',
    'trigger z after insert or update on public.tb_item for each row',
  );
  await db.sql.query(`
    create table public.tb_total (id integer primary key, v integer);
    create function public.back() returns trigger language plpgsql as
      $$ begin update public.tb_item set parent = new.v where parent is null; return null; end $$;
    create trigger b after update on public.tb_total for each row execute function public.back();
    select app.enable_audit_cascade('public.tb_total');
    insert into tb_total values (1, 0);
    insert into tb_item (id, v) values (1, 1), (2, 2);
    insert into tb_item (id, v) values (2, 5), (3, 5) on conflict (id) do update set v = excluded.v, parent = null`);
  for (const name of ['item', 'total']) {
    expect(await replayed(db.sql, name)).toEqual(await contents(db.sql, `tb_${name}`));
  }
});

test('a trigger made after auditing was enabled is reported, and enabling again brings the order', async ({ db }) => {
  await db.sql.query(`
    create table public.tb_item (id integer primary key, v integer);
    select app.enable_audit_cascade('public.tb_item');
    create function public.own() returns trigger language plpgsql as
      $$ begin update public.tb_item set v = v + 1 where id = new.id and v < 3; return null; end $$;
    create trigger z after insert on public.tb_item for each row execute function public.own()`);
  const [finding] = await rows(db.sql, `select * from app.health_check() where "check" = 'definition'`);
  expect(finding).toMatchObject({ status: 'error', hint: `Run: select app.enable_audit_cascade('public.tb_item').` });
  await db.sql.query(`select app.enable_audit_cascade('tb_item'); insert into tb_item values (1, 1)`);
  expect(await story(db.sql, 'item')).toEqual(['INSERT 1: 1', 'UPDATE 1: 1 > 2']);
  expect(await rows(db.sql, `select * from app.health_check() where status = 'error'`)).toEqual([]);
});

test('row triggers come first, so that what others change on the same row is audited after it', async ({ db }) => {
  await db.sql.query(`
    create table public.tb_item (id integer, v integer) partition by list (id);
    create table public.tb_item_all partition of public.tb_item default;
    create function public.own() returns trigger language plpgsql as
      $$ begin update public.tb_item set v = v + 1 where id = new.id and v < 3; return null; end $$;
    create trigger "0" after insert on public.tb_item for each row execute function public.own();
    select app.enable_audit_cascade('public.tb_item', p_key_columns => '{id}');
    insert into tb_item values (1, 1)`);
  expect(await story(db.sql, 'item')).toEqual(['INSERT 1: 1', 'UPDATE 1: 1 > 2']);
});

test('the noted time cannot be forged to before the statement or into the future', async ({ db }) => {
  await createItems(db, 'return null;', 'trigger z after insert or update on public.tb_item for each row');
  for (const forged of ['0', '1e12', '-infinity', 'infinity']) {
    await db.sql.query(`set app.change_time_item_1 = '${forged}'`);
    await db.sql.query(`delete from tb_item`);
    await db.sql.query(`insert into tb_item values (1, 1)`);
  }
  expect(
    await rows(db.sql, 'select from app.audit_item where changed_at < created_at or changed_at > clock_timestamp()'),
  ).toEqual([]);
});
