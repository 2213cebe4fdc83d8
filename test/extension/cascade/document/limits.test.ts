import { expect } from 'vitest';
import { rows, transaction, value } from '../../../harness/query.js';
import { test } from '../../../harness/fixture.js';
import { createBlog, end, mutate } from '../../../harness/cascadeBlog.js';

/** Each change in a statement of its own, so that the order of the changes is known. */
const insertUsers = (count: number, name: string) =>
  `do $$ begin for i in 1..${count} loop insert into tb_user (name, post_count) values (${name}, i); end loop; end $$`;

test('500 updated and 100 deleted entities are listed', async ({ db }) => {
  await createBlog(db.sql);
  await db.sql.query('insert into tb_comment select generate_series(1, 100)');
  const { updated, deleted, metadata } = await mutate(db.sql, `${insertUsers(500, `'x'`)}; delete from tb_comment`);
  expect([updated.length, deleted.length]).toEqual([500, 100]);
  expect(metadata).toMatchObject({ affectedCount: 600 });
  expect(metadata).not.toHaveProperty('truncated');
});

test('of more, the first are listed and the rest are counted', async ({ db }) => {
  await createBlog(db.sql);
  await db.sql.query('insert into tb_comment select generate_series(1, 103)');
  const { updated, deleted, metadata } = await mutate(
    db.sql,
    `${insertUsers(502, `'x'`)};
     do $$ begin for i in 1..103 loop delete from tb_comment where pk_comment = i; end loop; end $$`,
  );
  expect(updated.map((e) => e.entity.post_count)).toEqual(Array.from({ length: 500 }, (_, i) => i + 1));
  expect(deleted.map((e) => e.id)).toEqual(Array.from({ length: 100 }, (_, i) => String(i + 1)));
  expect(metadata).toMatchObject({ affectedCount: 605, truncated: { updated: 2, deleted: 3 } });
  expect(await rows(db.sql, 'select affected_count, entities from app.mutation')).toEqual([
    { affected_count: 605, entities: ['Comment', 'User'] },
  ]);
});

test('entities of more than 5 MB together are left out and counted', async ({ db }) => {
  await createBlog(db.sql);
  const { updated, metadata } = await mutate(db.sql, insertUsers(7, `repeat('ö', 500000)`));
  expect(updated.map((e) => e.entity.post_count)).toEqual([1, 2, 3, 4, 5]);
  expect(metadata).toMatchObject({ affectedCount: 7, truncated: { updated: 2, deleted: 0 } });
});

test('only what is left at the end counts towards a limit', async ({ db }) => {
  await createBlog(db.sql);
  const { updated, metadata } = await mutate(
    db.sql,
    `${insertUsers(600, `'x'`)}; delete from tb_user where post_count <= 300; update tb_user set name = 'y'`,
  );
  expect(updated).toHaveLength(300);
  expect(metadata).not.toHaveProperty('truncated');
});

/** A name of 32 bytes a time, which cannot be compressed. */
const noise = (times: number) =>
  `(select string_agg(md5(random()::text), '') from generate_series(1, ${String(times)}))`;

/** How many bytes of images the running mutation gathers, of how many. */
const gathered = `
  select sum(octet_length(c.image::text))::int as gathered,
    (select sum(octet_length(new_values::text))::int from app.audit_user) as written
  from unnest(app.collect_user_changes(txid_current(), current_setting('app.mutation_id')::uuid)) c`;

test('no more images are gathered than the cascade can show', async ({ db }) => {
  await createBlog(db.sql);
  await db.sql.query('insert into tb_comment values (1)');
  const { updated, deleted, metadata, sizes } = await transaction(db.sql, async () => {
    await db.sql.query(`select app.begin_mutation('grow')`);
    await db.sql.query(insertUsers(12, noise(20_000)));
    await db.sql.query(`
      update tb_user set name = name || 'x' where post_count in (2, 5);
      update tb_user set deleted_at = now() where post_count = 3;
      delete from tb_user where post_count = 4;
      delete from tb_comment; insert into tb_comment values (2)`);
    const [sizes] = await rows(db.sql, gathered);
    return { ...(await end(db.sql)), sizes };
  });
  expect(sizes?.written).toBeGreaterThan(9_000_000);
  expect(sizes?.gathered).toBeLessThan(5_242_880);
  expect(updated.map((e) => e.entity.post_count)).toEqual([1, 2, 5, 6, 7, 8, 9, 10]);
  expect(updated.slice(0, 3).map((e) => String(e.entity.name).length)).toEqual([640_000, 640_001, 640_001]);
  expect(deleted).toMatchObject([{ __typename: 'Comment', id: '1' }]);
  expect(metadata).toMatchObject({ affectedCount: 12, truncated: { updated: 3, deleted: 0 } });
});

test('more than 500 entities with many bytes are listed as few are', async ({ db }) => {
  await createBlog(db.sql);
  const { updated, metadata } = await mutate(db.sql, insertUsers(510, noise(200)));
  expect(updated.map((e) => e.entity.post_count)).toEqual(Array.from({ length: 500 }, (_, i) => i + 1));
  expect(updated.every((e) => String(e.entity.name).length === 6400)).toBe(true);
  expect(metadata).toMatchObject({ affectedCount: 510, truncated: { updated: 10, deleted: 0 } });
});

test('what a TRUNCATE took does not count towards the bytes', async ({ db }) => {
  await createBlog(db.sql);
  const { updated, metadata } = await mutate(
    db.sql,
    `${insertUsers(10, noise(20_000))}; truncate tb_user cascade; ${insertUsers(2, noise(40_000))}`,
  );
  expect(updated.map((e) => String(e.entity.name).length)).toEqual([1_280_000, 1_280_000]);
  expect(metadata).toMatchObject({ affectedCount: 2 });
  expect(metadata).not.toHaveProperty('truncated');
});

test('the embedded form gathers no more either', async ({ db }) => {
  await db.sql.query(`
    create table public.tb_user (id uuid primary key default gen_random_uuid(), name text, post_count integer);
    create table app.audit_user (
      audit_id uuid primary key, entity_id uuid, operation_type text, old_values jsonb, new_values jsonb, changed_at timestamptz,
      transaction_id bigint);
    select app.enable_audit_cascade('tb_user', p_storage => 'embedded')`);
  const { updated, metadata } = await mutate(db.sql, insertUsers(12, noise(20_000)));
  expect(updated.map((e) => Object.keys(e.entity).sort())).toEqual(
    Array.from({ length: 8 }, () => ['id', 'name', 'post_count']),
  );
  expect(metadata).toMatchObject({ affectedCount: 12, truncated: { updated: 4, deleted: 0 } });
  expect(await value(db.sql, 'select affected_count from app.mutation')).toBe(12);
});
