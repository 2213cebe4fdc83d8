import { expect } from 'vitest';
import { rows } from '../../context/ask.js';
import { test } from '../../harness/fixture.js';
import { createBlog, mutate } from '../blog.js';

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
