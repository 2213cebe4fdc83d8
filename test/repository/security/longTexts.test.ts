import { expect } from 'vitest';
import { column, createBlog, tenantA, tenantB } from '../../harness/tenantBlog.js';
import { create, fetch, nack, write } from '../../harness/delivery.js';
import { failure } from '../../harness/events.js';
import { test } from '../../harness/fixture.js';
import { transaction, value } from '../../harness/query.js';

const writeA = `insert into blog.tb_post (tenant_id, title) values ('${tenantA}', 'of A')`;
const set = (setting: string, text: string) => `select set_config('${setting}', ${text}, true)`;
/** Type names, one of each of so many bytes, as entries of a cascade. */
const cascade = (names: string) =>
  `(select jsonb_build_object('updated', jsonb_agg(jsonb_build_object('__typename', name)))::text from (${names}) n (name))`;
const noise = `(select string_agg(md5(n::text), '') from generate_series(1, 400) n)`;

for (const [setting, limit, longest, tooLong] of [
  ['app.change_reason', 4096, `repeat('x', 4096)`, `repeat('x', 4097)`],
  ['app.cascade_source', 512, `repeat('x', 512)`, `repeat('ä', 257)`],
  ['app.cascade_entities', 8192, `repeat(repeat('x', 80) || ',', 100)`, `repeat('x', 8193)`],
] as const) {
  test(`a writer multiplies no text of any length by its rows through ${setting}`, async ({ db }) => {
    await createBlog(db);
    for (const statement of [writeA, 'truncate blog.tb_post']) {
      await transaction(db.sql, async () => {
        await db.sql.query(set(setting, longest));
        await db.sql.query(statement);
      });
      const refusal = transaction(db.sql, async () => {
        await db.sql.query(set(setting, tooLong));
        await db.sql.query(statement);
      });
      const error = await failure(refusal);
      expect(error).toMatchObject({
        code: '54000',
        message: `setting ${setting} is too long`,
        hint: `Set it to at most ${limit} bytes, or to an empty string for none: select set_config('${setting}', '', true).`,
      });
      expect(error.detail?.length).toBeLessThan(160);
    }
    expect(await value(db.sql, 'select count(*)::int from app.audit_post')).toBe(2);
  });
}

test('a name that no index takes is refused by its setting', async ({ db }) => {
  await createBlog(db);
  for (const [setting, text, message] of [
    [
      'app.cascade_entities',
      `'Post,' || left(${noise}, 5000)`,
      'setting app.cascade_entities has a name that is too long',
    ],
    ['app.cascade_data', cascade(`select ${noise}`), 'setting app.cascade_data has a name that is too long'],
    [
      'app.cascade_data',
      cascade(`select 'T' || n from generate_series(1, 101) n`),
      'setting app.cascade_data has too many names',
    ],
    [
      'app.cascade_data',
      cascade(`select 'Type' || n from generate_series(1, 15000) n`),
      'setting app.cascade_data has too many names',
    ],
  ] as const) {
    const refusal = transaction(db.sql, async () => {
      if (setting === 'app.cascade_entities') await db.sql.query(set('app.cascade_data', `'{}'`));
      await db.sql.query(set(setting, text));
      await db.sql.query(writeA);
    });
    expect(await failure(refusal)).toMatchObject({ code: '54000', message });
  }
  expect(await value(db.sql, 'select count(*)::int from app.audit_post')).toBe(0);
});

test('app.begin_mutation and app.end_mutation refuse a long source or reason', async ({ db }) => {
  for (const [parameter, limit] of [
    ['p_source', 512],
    ['p_change_reason', 4096],
  ] as const) {
    const begin = (length: number) =>
      db.sql.query(
        `select app.begin_mutation(p_source => 'a', p_change_reason => 'b')`.replace(/'[ab]'/g, (text) =>
          (text === "'a'") === (parameter === 'p_source') ? `repeat('x', ${length})` : text,
        ),
      );
    await begin(limit);
    expect(await failure(begin(limit + 1))).toMatchObject({
      code: '22001',
      message: `${parameter} is too long`,
      detail: `It has ${limit + 1} bytes, and begins with '${'x'.repeat(100)}'.`,
    });
  }
  for (const setting of ['app.change_reason', 'app.cascade_source']) {
    const mutation = transaction(db.sql, async () => {
      await db.sql.query(`select app.begin_mutation('long')`);
      await db.sql.query(set(setting, `repeat('x', 5000)`));
      await db.sql.query('select app.end_mutation()');
    });
    expect(await failure(mutation)).toMatchObject({ code: '54000', message: `setting ${setting} is too long` });
  }
});

test('an error shows no more than the beginning of the name of a mutation', async ({ db }) => {
  const mutation = transaction(db.sql, async () => {
    await db.sql.query(`select app.begin_mutation(repeat('x', 500), '${tenantA}')`);
    await db.sql.query(`select app.begin_mutation('inner', '${tenantB}')`);
  });
  expect((await failure(mutation)).detail).toBe(`Mutation ${'x'.repeat(100)} runs for tenant ${tenantA}.`);
});

test('a mutation with the longest source can be taken back, and so can that', async ({ db }) => {
  await createBlog(db);
  await transaction(db.sql, async () => {
    await db.sql.query(`select app.begin_mutation(repeat('x', 512))`);
    await db.sql.query(writeA);
    await db.sql.query('select app.end_mutation()');
  });
  const latest = 'select app.revert_mutation(mutation_id) is not null from app.mutation order by ended_at desc limit 1';
  expect(await value(db.sql, latest)).toBe(true);
  expect(await value(db.sql, latest)).toBe(true);
  const sources = await column(db.sql, 'select left(source, 15) from app.mutation order by ended_at');
  expect(sources).toEqual(['x'.repeat(15), 'revert:xxxxxxxx', 'revert:revert:x']);
});

test('a consumer stores no long worker name', async ({ db }) => {
  await create(db.sql, 'mailer');
  await write(db.sql, 1);
  expect(await failure(fetch(db.sql, 'mailer', { worker: 'x'.repeat(513) }))).toMatchObject({
    code: '22001',
    message: 'p_worker is too long',
  });
  expect(await fetch(db.sql, 'mailer', { worker: 'x'.repeat(512) })).toHaveLength(1);
});

test('a consumer stores the beginning of a long error', async ({ db }) => {
  await create(db.sql, 'mailer');
  await write(db.sql, 1);
  await nack(db, (await fetch(db.sql, 'mailer'))[0], 'ä'.repeat(2_000_000));
  for (const table of ['consumer_retry', 'outbox'])
    expect(await value(db.sql, `select last_error from app.${table}`)).toBe(
      `${'ä'.repeat(3900)} ... (2000000 characters)`,
    );
});

test('a given cascade that concerns ever more tenants scans no table for each row', async ({ db }) => {
  await createBlog(db);
  await db.asAdmin(`
    insert into app.mutation_entity (typename, ended_at, mutation_id, tenants)
    select 'Post', now() - n * interval '1 second', gen_random_uuid(), '{}' from generate_series(1, 20000) n;
    analyze app.mutation_entity`);
  const scans = `select pg_stat_get_xact_tuples_returned('app.mutation_entity'::regclass)::int`;
  await db.sql.query(`begin; ${set('app.cascade_data', `'{"updated": [{"__typename": "Post"}]}'`)}`);
  for (let n = 0; n < 20; n++)
    await db.sql.query(`insert into blog.tb_post (tenant_id, title) values (gen_random_uuid(), 'n')`);
  expect(await value(db.sql, scans)).toBe(0);
  await db.sql.query('commit');
  expect(
    await value(
      db.sql,
      `select cardinality(tenants) from app.mutation_entity where tenant_id is null and tenants <> '{}'`,
    ),
  ).toBe(20);
});

test('a writer multiplies no trace id by its events', async ({ db }) => {
  const long = 'x'.repeat(513);
  const event = `'Post', gen_random_uuid(), 'PostCreated', '{}'`;
  const batch = `jsonb_build_array(jsonb_build_object('aggregate_type', 'Post', 'aggregate_id', gen_random_uuid(),
    'event_type', 'PostCreated', 'event_payload', '{}'::jsonb`;
  for (const call of [
    `app.write_outbox_event(${event}, p_trace_id => '${long}')`,
    `app.write_outbox_events(${batch}, 'trace_id', '${long}')))`,
    `app.begin_mutation('m', p_trace_id => '${long}')`,
  ]) {
    expect(await failure(db.sql.query(`select ${call}`)), call.slice(0, 40)).toMatchObject({ code: '22001' });
  }
  await db.sql.query(set('app.trace_id', `'${long}'`).replace('true)', 'false)'));
  for (const call of [`app.write_outbox_event(${event})`, `app.write_outbox_events(${batch})))`]) {
    expect(await failure(db.sql.query(`select ${call}`)), call.slice(0, 40)).toMatchObject({ code: '22001' });
  }
  expect(await value(db.sql, 'select count(*)::int from app.outbox')).toBe(0);
});
