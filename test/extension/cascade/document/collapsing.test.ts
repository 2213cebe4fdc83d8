import { expect } from 'vitest';
import { column } from '../../../harness/query.js';
import { test } from '../../../harness/fixture.js';
import { ada, createBlog, mutate, type Cascade } from '../../../harness/cascadeBlog.js';

const create = (name: string) => `insert into tb_user (id, name) values ('${ada}', '${name}');`;
const update = (name: string) => `update tb_user set name = '${name}';`;
const remove = 'delete from tb_user;';
const softDelete = 'update tb_user set deleted_at = now();';
const restore = 'update tb_user set deleted_at = null;';

const outcome = ({ updated, deleted }: Cascade) => [
  ...updated.map(({ operation, entity }) => `${operation} ${String(entity.name)}`),
  ...deleted.map(({ operation }) => operation),
];

const truncate = 'truncate tb_user cascade;';

/** What is there before the mutation, what it does, what is in its cascade. */
const changes: Record<string, [before: string, during: string, inCascade: string[]]> = {
  created: ['', create('Ada'), ['CREATED Ada']],
  updated: [create('Ada'), update('Ida'), ['UPDATED Ida']],
  deleted: [create('Ada'), remove, ['DELETED']],
  'created, updated': ['', create('Ada') + update('Eda') + update('Ida'), ['CREATED Ida']],
  'created, deleted': ['', create('Ada') + remove, []],
  'created, updated, deleted': ['', create('Ada') + update('Ida') + remove, []],
  'created, deleted, created': ['', create('Ada') + remove + create('Ida'), ['CREATED Ida']],
  'updated twice': [create('Ada'), update('Eda') + update('Ida'), ['UPDATED Ida']],
  'updated there and back': [create('Ada'), update('Ida') + update('Ada'), ['UPDATED Ada']],
  'updated to what it was': [create('Ada'), update('Ada'), []],
  'updated, deleted': [create('Ada'), update('Ida') + remove, ['DELETED']],
  'deleted, recreated': [create('Ada'), remove + create('Ida'), ['UPDATED Ida']],
  'deleted, recreated, deleted': [create('Ada'), remove + create('Ida') + remove, ['DELETED']],
  'soft-deleted': [create('Ada'), softDelete, ['DELETED']],
  'soft-deleted, updated': [create('Ada'), softDelete + update('Ida'), ['DELETED']],
  'soft-deleted, deleted': [create('Ada'), softDelete + remove, ['DELETED']],
  'soft-deleted, restored': [create('Ada'), softDelete + restore, ['UPDATED Ada']],
  'updated, soft-deleted': [create('Ada'), update('Ida') + softDelete, ['DELETED']],
  'created, soft-deleted': ['', create('Ada') + softDelete, []],
  'created, soft-deleted, restored': ['', create('Ada') + softDelete + restore, ['CREATED Ada']],
  restored: [create('Ada') + softDelete, restore, ['CREATED Ada']],
  'restored, updated': [create('Ada') + softDelete, restore + update('Ida'), ['CREATED Ida']],
  'restored, soft-deleted': [create('Ada') + softDelete, restore + softDelete, []],
  'restored, deleted': [create('Ada') + softDelete, restore + remove, []],
  'updated while soft-deleted': [create('Ada') + softDelete, update('Ida'), []],
  'deleted while soft-deleted': [create('Ada') + softDelete, remove, []],
  'deleted while soft-deleted, recreated': [create('Ada') + softDelete, remove + create('Ida'), ['CREATED Ida']],
  truncated: [create('Ada'), truncate, []],
  'created, truncated': ['', create('Ada') + truncate, []],
  'updated, truncated': [create('Ada'), update('Ida') + truncate, ['DELETED']],
  'updated, truncated, created, updated': [
    create('Ada'),
    update('Eda') + truncate + create('Ada') + update('Ida'),
    ['UPDATED Ida'],
  ],
  'created, truncated, created': ['', create('Ada') + truncate + create('Ida'), ['CREATED Ida']],
  'truncated, created': [create('Ada'), truncate + create('Ida'), ['CREATED Ida']],
};

test('all changes of an entity collapse into what became of it', async ({ db }) => {
  await createBlog(db.sql);
  for (const [what, [before, during, inCascade]] of Object.entries(changes)) {
    await db.sql.query(`delete from tb_user; ${before}`);
    const cascade = await mutate(db.sql, during);
    expect(outcome(cascade), what).toEqual(inCascade);
    expect(cascade.metadata.affectedCount, what).toBe(inCascade.length);
  }
});

test('one statement may change an entity more than once, by way of a trigger', async ({ db }) => {
  await createBlog(db.sql);
  await db.sql.query(`
    create function public.rename() returns trigger language plpgsql as
      $$ begin update public.tb_user set name = 'Ida' where id = new.id; return null; end $$;
    create trigger a_rename after insert on public.tb_user for each row execute function public.rename();
    select app.enable_audit_cascade('public.tb_user')`);
  expect(outcome(await mutate(db.sql, create('Ada')))).toEqual(['CREATED Ida']);
});

test('a deleted entry says when', async ({ db }) => {
  await createBlog(db.sql);
  await db.sql.query(create('Ada'));
  const { deleted } = await mutate(db.sql, update('Ida') + remove);
  expect(deleted).toEqual([
    { __typename: 'User', id: ada, operation: 'DELETED', deletedAt: expect.any(String) as string },
  ]);
  const changesAt = 'select operation_type from app.audit_user where changed_at = $1';
  expect(await column(db.sql, changesAt, [deleted[0]?.deletedAt])).toEqual(['DELETE']);
});
