import { expect } from 'vitest';
import { createBlog } from '../../harness/tenantBlog.js';
import { failure } from '../../harness/events.js';
import { test, type DatabaseFixture } from '../../harness/fixture.js';
import { transaction, value } from '../../harness/query.js';

const insert = `insert into blog.tb_post (title) values ('Hello')`;

const give = ({ sql }: DatabaseFixture, cascade: string) =>
  transaction(sql, async () => {
    await sql.query(`select set_config('app.cascade_data', $1, true)`, [cascade]);
    await sql.query(insert);
  });

test('a given cascade that readers cannot list is refused', async ({ db }) => {
  await createBlog(db);
  for (const cascade of [
    '{"updated": 5, "deleted": []}',
    '{"updated": [null]}',
    '{"deleted": [[]]}',
    '{"updated": [{}, "Post"]}',
    '{"updated": {"__typename": "Post"}}',
    '{"deleted": "all"}',
  ]) {
    expect(await failure(give(db, cascade)), cascade).toMatchObject({
      code: '22P02',
      message: 'setting app.cascade_data is not a cascade, whose updated and deleted are lists of objects',
      detail: `Its value is '${cascade}'.`,
    });
  }
  expect(await value(db.sql, 'select count(*)::int from app.audit_post')).toBe(0);
});

test('a given cascade may leave a list out, also as null', async ({ db }) => {
  await createBlog(db);
  for (const cascade of ['{}', '{"updated": null, "deleted": []}', '{"updated": [{"__typename": "Post"}], "more": 5}'])
    await give(db, cascade);
  expect(await value(db.sql, 'select count(*)::int from app.mutation')).toBe(3);
});

test('a cascade that readers cannot list is refused under the key of another one', async ({ db }) => {
  await createBlog(db);
  const refused = transaction(db.sql, async () => {
    await db.sql.query(`set local app.cascade_data = '{}'; ${insert}`);
    await db.sql.query(`select set_config('app.cascade_data', $1, true)`, ['{"updated": 5}']);
    await db.sql.query(
      `select set_config('app.given_mutation', md5('{"updated": 5}') || ' ' || split_part(current_setting('app.given_mutation'), ' ', 2), true)`,
    );
    await db.sql.query(insert);
  });
  expect(await failure(refused)).toMatchObject({ code: '22P02' });
});
