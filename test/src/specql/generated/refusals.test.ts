import { describe, expect } from 'vitest';
import { value } from '../../../harness/query.js';
import { test } from '../../../harness/fixture.js';
import { apply, call, done, entitiesOf, exampleEntities, migrate, other } from '../../../harness/specql.js';

const blog = exampleEntities('examples/blog');
const nobody = '99999999-9999-4999-8999-999999999999';

const thing = `
entity: Thing
schema: odd
tenant: true
fields:
  name: text!
  kind: enum(a, b)! = a
  size: integer
  price: money
  day: date
  moment: datetime
  tags: list(text)
  mails: list(email)
  extra: json
  exact: boolean
actions:
  - name: create_thing
    steps: [insert: Thing]
  - name: update_thing
    steps: [update: Thing]
`;

describe('wrong input', () => {
  test.for([
    [{}, 'missing_input', 'name'],
    [{ name: null }, 'missing_input', 'name'],
    [{ name: 5 }, 'invalid_input', 'name'],
    [{ name: { a: 1 } }, 'invalid_input', 'name'],
    [{ name: 'x', kind: 'c' }, 'invalid_input', 'kind'],
    [{ name: 'x', size: '5' }, 'invalid_input', 'size'],
    [{ name: 'x', size: 1.5 }, 'invalid_input', 'size'],
    [{ name: 'x', size: 99999999999 }, 'invalid_input', 'size'],
    [{ name: 'x', price: 'NaN' }, 'invalid_input', 'price'],
    [{ name: 'x', day: 'tomorrow' }, 'invalid_input', 'day'],
    [{ name: 'x', day: '2025-02-30' }, 'invalid_input', 'day'],
    [{ name: 'x', moment: '2025-01-01T00:00:00' }, 'invalid_input', 'moment'],
    [{ name: 'x', tags: 'a' }, 'invalid_input', 'tags'],
    [{ name: 'x', tags: ['a', 1] }, 'invalid_input', 'tags'],
    [{ name: 'x', mails: ['a@b.c', 'a b'] }, 'invalid_input', 'mails'],
    [{ name: 'x', mails: ['a@b.c\nd@e.f'] }, 'invalid_input', 'mails'],
    [{ name: 'x', mails: [''] }, 'invalid_input', 'mails'],
    [{ name: 'x', exact: 'true' }, 'invalid_input', 'exact'],
    [[], 'invalid_input', null],
    ['x', 'invalid_input', null],
    [null, 'invalid_input', null],
  ] as const)('%j is %s of %s', async ([payload, code, field], { db: { sql } }) => {
    await apply(sql, entitiesOf(thing));
    expect(await call(sql, 'create_thing', payload)).toMatchObject({
      id: null,
      status: `failed:${code}`,
      extra_metadata: { _error: { code, field } },
    });
    expect(await value(sql, 'select count(*)::integer from odd.tb_thing')).toBe(0);
  });

  test('ids that are none, of nothing, absent, and no tenant', async ({ db: { sql } }) => {
    await apply(sql, entitiesOf(thing));
    expect(await call(sql, 'update_thing', { id: 'x' })).toMatchObject({ status: 'failed:invalid_input' });
    expect(await call(sql, 'update_thing', { id: nobody })).toMatchObject({ status: 'failed:not_found' });
    expect(await call(sql, 'update_thing', {})).toMatchObject({ status: 'failed:missing_input' });
    expect(await call(sql, 'create_thing', { name: 'x' }, null)).toMatchObject({ status: 'failed:missing_tenant' });
  });

  test('a list of items that all have their form is taken, an empty one too', async ({ db: { sql } }) => {
    await apply(sql, entitiesOf(thing));
    for (const mails of [['a@b.c', 'd@e.f'], [], null]) {
      expect(await call(sql, 'create_thing', { name: 'x', mails })).toMatchObject({ status: 'success' });
    }
  });

  test('hostile texts are kept as they are', async ({ db: { sql } }) => {
    const texts = ["'; drop table odd.tb_thing; --", '$function$ $$', '%s %I \\', 'Zoë 🐘 \n\t"'];
    const yaml = JSON.stringify({
      entity: 'Thing',
      schema: 'odd',
      description: texts.join('\n'),
      fields: {
        name: { type: 'text', required: true, description: texts.join('\r\n') },
        kind: { type: 'text', default: texts[1] },
      },
      actions: [
        {
          name: 'create_thing',
          description: texts.join('\n'),
          steps: [
            {
              validate: `name != '${(texts[0] ?? '').replaceAll("'", "''")}x'`,
              error: 'bad',
              message: texts.join(' '),
            },
            { insert: 'Thing' },
          ],
        },
      ],
    });
    await apply(sql, entitiesOf(yaml));
    for (const name of texts) {
      expect(await call(sql, 'create_thing', { name })).toMatchObject({ status: 'success', object_data: { name } });
    }
    expect(await call(sql, 'create_thing', { name: `${texts[0] ?? ''}x` })).toMatchObject({
      status: 'failed:bad',
      message: texts.join(' '),
    });
    expect(await value(sql, 'select distinct kind from odd.tb_thing')).toBe('$function$ $$');
  });
});

describe('tenants', () => {
  test('rows of another tenant are not there', async ({ db: { sql } }) => {
    await apply(sql, blog);
    const author = await done(sql, 'create_author', { name: 'Ada', email: 'ada@example.com' });
    const post = await done(sql, 'write_post', { title: 'A', slug: 'a', body: 'b', author });
    for (const [action, payload] of [
      ['update_author', { id: author, name: 'Eve' }],
      ['update_post', { id: post, title: 'Eve' }],
      ['delete_post', { id: post }],
      ['create_post', { title: 'A', slug: 'a', author }],
    ] as const) {
      const answer = await call(sql, action, payload, other);
      expect(answer.status).toBe('failed:not_found');
      expect(JSON.stringify(answer)).not.toMatch(/Ada|tb_|fk_/);
    }
    expect(await call(sql, 'add_comment', { post, author, body: 'x' }, other)).toMatchObject({
      status: 'failed:post_not_found',
    });
    // What is unique is so for each tenant.
    await done(sql, 'create_author', { name: 'Eve', email: 'ada@example.com' }, other);
    expect(await call(sql, 'create_author', { name: 'Eve', email: 'ada@example.com' })).toMatchObject({
      status: 'failed:duplicate',
      message: 'email is taken already.',
    });
  });
});

describe('failures', () => {
  test('halfway leaves no row, audit or event', async ({ db: { sql } }) => {
    await apply(sql, blog);
    const author = await done(sql, 'create_author', { name: 'Ada', email: 'ada@example.com' });
    const counts = `select (select count(*) from app.outbox), (select count(*) from app.audit_post), (select count(*) from app.mutation),
      (select count(*) from blog.tb_post)`;
    const before = (await sql.query(counts)).rows;
    // The post is inserted before publishing it is refused.
    expect(await call(sql, 'write_post', { title: 'A', slug: 'a', author })).toMatchObject({
      status: 'failed:empty_post',
    });
    expect((await sql.query(counts)).rows).toEqual(before);
  });

  test('the unexpected arrives as it is', async ({ db: { sql } }) => {
    await apply(sql, entitiesOf(thing));
    await sql.query(`alter table odd.tb_thing add constraint mine check (name <> 'x')`);
    await expect(call(sql, 'create_thing', { name: 'x' })).rejects.toMatchObject({ code: '23514', constraint: 'mine' });
  });

  test('who saw an older state, and who comes second', async ({ db }) => {
    const { sql } = db;
    await apply(sql, blog);
    const author = await done(sql, 'create_author', { name: 'Ada', email: 'ada@example.com' });
    const post = await done(sql, 'create_post', { title: 'A', slug: 'a', body: 'b', author });
    const seen = await value(sql, `select data ->> 'updated_at' from blog.tv_post`);
    const second = await db.connect();
    await sql.query('begin');
    await done(sql, 'publish_post', { id: post });
    const late = call(second, 'publish_post', { id: post });
    const stale = await db.connect();
    const conflict = call(stale, 'update_post', { id: post, title: 'B', expected_updated_at: seen });
    await sql.query('commit');
    expect(await late).toMatchObject({ status: 'failed:already_published' });
    expect(await conflict).toMatchObject({ status: 'failed:conflict' });
    expect(await value(sql, 'select post_count from blog.tb_author')).toBe(1);
  });
});

describe('migration', () => {
  test('a second time there is nothing to create', async ({ db: { sql } }) => {
    expect(await migrate(sql, blog)).toMatch(/create table blog\.tb_post/);
    expect(await migrate(sql, blog)).not.toMatch(/create (table|schema|unique|index)|alter table/);
  });

  test('a field, an enum value and an index are added later, and documents follow', async ({ db: { sql } }) => {
    await apply(sql, entitiesOf(thing));
    await done(sql, 'create_thing', { name: 'x' });
    const later = entitiesOf(
      thing
        .replace('enum(a, b)', 'enum(a, b, c)')
        .replace('  size:', '  place: { type: text, required: true, default: here, unique: true }\n  size:'),
    );
    await migrate(sql, later);
    expect(await value(sql, 'select data from odd.tv_thing')).toMatchObject({ name: 'x', place: 'here' });
    await done(sql, 'create_thing', { name: 'y', kind: 'c', place: 'there' });
    expect(await call(sql, 'create_thing', { name: 'z', place: 'here' })).toMatchObject({ status: 'failed:duplicate' });
    const unfilled = entitiesOf(thing.replace('  size:', '  place2: text!\n  size:'));
    await expect(migrate(sql, unfilled)).rejects.toThrow(/1\.yaml:\d+:\d+: .*has rows/);
    const retyped = entitiesOf(thing.replace('size: integer', 'size: text'));
    await expect(migrate(sql, retyped)).rejects.toThrow(/is integer in the database/);
  });
});
