import { expect } from 'vitest';
import { column, transaction, value } from '../../harness/query.js';
import { test, type DatabaseFixture } from '../../harness/fixture.js';
import { createBlog, end, type Cascade } from '../../harness/cascadeBlog.js';

/** The blog of cascades, and a writer of it. */
async function prepare(db: DatabaseFixture) {
  await createBlog(db.sql);
  const role = await db.createRole('writer');
  await db.sql.query(`grant select, insert, update, delete on tb_user, tb_post to ${role}`);
  await db.sql.query('select app.grant_writer($1)', [role]);
  return { role, sql: await db.connect(role) };
}

const insert = (name: string) => `insert into tb_user (name) values ('${name}')`;
const shown = `
  select u.new_values ->> 'name' || ' ' || coalesce(h.cascade_source, 'none') || ' ' || (h.cascade_data is not null)
  from app.audit_user u, app.get_user_audit_history_with_cascade(u.entity_id) h order by 1`;

test('a row with the id of a mutation that ended is not shown as its change', async ({ db }) => {
  const { sql } = await prepare(db);
  await db.sql.query(
    `begin; select app.begin_mutation('approved'); ${insert('Ann')}; select app.end_mutation(); commit`,
  );
  const id = String(await value(db.sql, 'select mutation_id from app.mutation'));
  await sql.query(`begin; set local app.mutation_id = '${id}'; ${insert('Eve')}; commit`);
  expect(await column(db.sql, shown)).toEqual(['Ann approved true', 'Eve none false']);
  await sql.query('begin');
  const own = await value(sql, `select app.begin_mutation('own')`);
  await sql.query(
    `select app.end_mutation(); set local app.mutation_id = '${String(own)}'; ${insert('Mallory')}; commit`,
  );
  expect(await column(db.sql, shown)).toContain('Mallory none false');
  expect(await column(db.sql, 'select mutation_name from app.v_user_cascade_audit')).toEqual(['approved']);
});

test('a mutation of somebody else cannot be joined, ended or blocked', async ({ db }) => {
  const { sql } = await prepare(db);
  await db.sql.query('begin');
  const running = String(await value(db.sql, `select app.begin_mutation('victim')`));
  await db.sql.query(insert('Ann'));
  for (const call of [`app.begin_mutation('join')`, 'app.end_mutation()', 'app.current_cascade()']) {
    await sql.query(
      `begin; set local app.mutation_id = '${running}'; set local app.mutation_depth = 1; ${insert('Eve')}`,
    );
    await expect(sql.query(`select ${call}`), call).rejects.toMatchObject({ code: '55000' });
    await sql.query('rollback');
  }
  await sql.query(`begin; set local app.cascade_data = '{}'; ${insert('Eve')}`);
  const key = String(await value(sql, `select split_part(current_setting('app.given_mutation'), ' ', 1)`));
  await sql.query(
    `rollback; begin; set local app.cascade_data = '{}'; set local app.given_mutation = '${key} ${running}'`,
  );
  await sql.query(`${insert('Eve')}; commit`);
  expect((await end(db.sql)).updated).toHaveLength(1);
  await db.sql.query('commit');
  expect(await column(db.sql, `select mutation_id from app.mutation where source = 'victim'`)).toEqual([running]);
});

test('a mutation that ended cannot be ended again in its transaction', async ({ db }) => {
  const { sql } = await prepare(db);
  await sql.query('begin');
  const id = String(await value(sql, `select app.begin_mutation('once')`));
  await sql.query(`select app.end_mutation(); set local app.mutation_id = '${id}'; set local app.mutation_depth = 1`);
  await expect(sql.query('select app.end_mutation()')).rejects.toMatchObject({
    code: '55000',
    message: `mutation ${id} ended already`,
  });
  await sql.query('rollback');
});

const settings = `select set_config('app.mutation_entities', $1, true), set_config('app.mutation_primary', $1, true)`;

for (const [what, forge] of Object.entries({
  cleared: () => '',
  'put back to what it was at the beginning': ([first]: string[]) => String(first),
  'put back to what it was in between': ([, second]: string[]) => String(second),
  'claimed to have no more': ([, second]: string[]) =>
    String(second).replace(/#\d+/, (n) => `#${String(Number(n.slice(1)) + 1)}`),
})) {
  test(`the cascade has every change although the list of touched tables was ${what}`, async ({ db }) => {
    const { sql } = await prepare(db);
    const cascade = await transaction(sql, async () => {
      const list = async () => String(await value(sql, `select current_setting('app.mutation_entities')`));
      await sql.query(`select app.begin_mutation('hide')`);
      const lists = [await list()];
      await sql.query(insert('Ann'));
      lists.push(await list());
      await sql.query('insert into tb_post (user_id) select id from tb_user');
      await sql.query(settings, [forge(lists)]);
      const running = (await value(sql, 'select app.current_cascade()')) as Cascade;
      expect(running.metadata.affectedCount).toBe(2);
      return end(sql);
    });
    expect(cascade.metadata.affectedCount).toBe(2);
    expect(await column(db.sql, 'select entities from app.mutation')).toEqual([['Post', 'User']]);
    expect(await column(db.sql, 'select primary_typename from app.mutation')).toEqual(['User']);
  });
}

for (const [what, prepareSession] of Object.entries({
  'before a change': '',
  'before a change, where parallel workers do what they can': `select set_config(name, 'on', true) from pg_settings where name in ('debug_parallel_query', 'force_parallel_mode')`,
})) {
  test(`the cascade has every change although a table was said to be listed ${what}`, async ({ db }) => {
    const { sql } = await prepare(db);
    const cascade = await transaction(sql, async () => {
      await sql.query(prepareSession);
      await sql.query(`select app.begin_mutation('hide')`);
      const empty = await value(sql, `select current_setting('app.mutation_entities')`);
      await sql.query(settings, [`${String(empty)},user`]);
      await sql.query(insert('Ann'));
      await sql.query(settings, ['post']);
      await sql.query('insert into tb_post (user_id) select id from tb_user');
      await sql.query(settings, [empty]);
      return end(sql);
    });
    expect(cascade.metadata.affectedCount).toBe(2);
    expect(await column(db.sql, 'select entities from app.mutation')).toEqual([['Post', 'User']]);
  });
}

test('no plan that a session can have printed holds the secret of the marks', async ({ db }) => {
  const { sql } = await prepare(db);
  const messages: string[] = [];
  sql.on('notice', ({ detail }) => messages.push((detail ?? '').replace(/\s+/g, ' ')));
  await sql.query('set client_min_messages = log; set debug_print_plan = on; set debug_pretty_print = off');
  for (const plans of ['auto', 'force_custom_plan']) {
    await sql.query(`set plan_cache_mode = ${plans}; begin; select app.begin_mutation('spy'); ${insert('Ann')}`);
    await sql.query(`${insert('Bob')}; select app.current_cascade(), app.end_mutation(); commit`);
    await sql.query(`begin; set local app.cascade_data = '{}'; ${insert('Eve')}; ${insert('Eve')}; rollback`);
  }
  const key = (await value(db.sql, 'select key from app.mutation_key')) as Buffer;
  expect(messages.join('')).toContain('PLANNEDSTMT');
  const printed = [...key].map((byte) => String((byte << 24) >> 24)).join(' ');
  expect(messages.filter((message) => message.includes(printed)).length).toBe(0);
});

test('a given cascade does not take the place of a mutation, running or ended', async ({ db }) => {
  const { sql } = await prepare(db);
  const cascade = await transaction(sql, async () => {
    await sql.query(`set local app.cascade_source = ''; set local app.cascade_data = '{}'; ${insert('Eve')}`);
    const key = String(await value(sql, `select split_part(current_setting('app.given_mutation'), ' ', 1)`));
    const id = String(
      await value(sql, `select app.begin_mutation('own') from set_config('app.cascade_data', '', true)`),
    );
    const give = `select set_config('app.given_mutation', '${key} ${id}', true), set_config('app.cascade_source', '', true),
      set_config('app.cascade_data', '{}', true)`;
    await sql.query(`${give}; ${insert('Ann')}; set local app.cascade_data = ''`);
    const document = await end(sql);
    await sql.query(`${give}; ${insert('Mallory')}`);
    return document;
  });
  expect(cascade.updated.map((e) => e.entity.name)).toEqual(['Ann']);
  expect(await column(db.sql, 'select given from app.mutation order by given')).toEqual([false, true, true, true]);
});

test('a change before the list was cleared stays the primary one', async ({ db }) => {
  const { sql } = await prepare(db);
  await transaction(sql, async () => {
    await sql.query(`select app.begin_mutation('hide')`);
    const empty = await value(sql, `select current_setting('app.mutation_entities')`);
    await sql.query(insert('Ann'));
    await sql.query(settings, [empty]);
    await sql.query('insert into tb_post (user_id) select id from tb_user');
    await end(sql);
  });
  expect(await column(db.sql, 'select primary_typename from app.mutation')).toEqual(['User']);
});

test('changes after a rollback to a savepoint are in the cascade, those before it are not', async ({ db }) => {
  const { sql } = await prepare(db);
  const cascade = await transaction(sql, async () => {
    await sql.query(`select app.begin_mutation('retry'); savepoint s; ${insert('lost')}; rollback to s`);
    await sql.query('insert into tb_post (title) values (null)');
    return end(sql);
  });
  expect(cascade.updated.map((e) => e.__typename)).toEqual(['Post']);
});

test('an event records who wrote it', async ({ db }) => {
  const { role, sql } = await prepare(db);
  await sql.query(`
    set app.session_user_name = 'postgres';
    select app.write_outbox_event('Post', gen_random_uuid(), 'Created', '{}');
    select app.write_outbox_events('[{"aggregate_type": "Post", "aggregate_id": "00000000-0000-4000-8000-00000000000a", "event_type": "Created", "event_payload": {}}]');
    select app.log_cdc_event('CREATED', 'post', null, 'CREATE', null, '{}')`);
  const signed = 'select session_user_name from app.outbox union all select session_user_name from app.mutation_events';
  expect(await column(db.sql, signed)).toEqual([role, role, role]);
});

test('a change around which a writer clears app.mutation_id is audited, outside the mutation', async ({ db }) => {
  await db.sql.query(`
    create table tb_note (id integer primary key, body text); select app.enable_audit_cascade('tb_note');
    begin; select app.begin_mutation('hide')`);
  const id = String(await value(db.sql, `select current_setting('app.mutation_id')`));
  await db.sql.query(
    `set local app.mutation_id = ''; insert into tb_note values (1); set local app.mutation_id = '${id}'`,
  );
  expect(await value(db.sql, `select app.end_mutation() #> '{metadata,affectedCount}'`)).toBe(0);
  await db.sql.query('commit');
  expect(
    await value(db.sql, 'select array[mutation_id::text, session_user_name, operation_type] from app.audit_note'),
  ).toEqual([null, 'specql_owner', 'INSERT']);
});
