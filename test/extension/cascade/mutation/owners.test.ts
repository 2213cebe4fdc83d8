import { expect } from 'vitest';
import { column } from '../../../harness/query.js';
import { test, type DatabaseFixture } from '../../../harness/fixture.js';
import { ada, mutate } from '../../../harness/cascadeBlog.js';

const table = `create table public.tb_user (id uuid primary key, name text); select app.enable_audit_cascade('public.tb_user')`;

/** Who enables auditing: the owner of the extension or somebody else. */
const enablers: Record<string, (db: DatabaseFixture) => Promise<unknown>> = {
  'the owner of the extension': (db) => db.sql.query(table),
  'a superuser': (db) => db.asAdmin(table),
  'an administrator': async (db) => {
    const administrator = await db.createRole('administrator');
    await db.asAdmin(`grant create on schema public to ${administrator}`);
    await db.sql.query('select app.grant_administrator($1)', [administrator]);
    return (await db.connect(administrator)).query(table);
  },
};

test.for(Object.keys(enablers))('a table that %s audits has cascades, collected and given', async (enabler, { db }) => {
  await enablers[enabler]?.(db);
  const writer = await db.createRole('writer');
  await db.asAdmin(`grant insert, update on tb_user to ${writer}`);
  await db.sql.query('select app.grant_writer($1)', [writer]);
  const sql = await db.connect(writer);
  const { updated } = await mutate(sql, `insert into tb_user values ('${ada}', 'Ada')`);
  expect(updated).toMatchObject([{ id: ada, operation: 'CREATED', entity: { name: 'Ada' } }]);
  await sql.query(
    `begin; set local app.cascade_data = '{"updated": [{"__typename": "Post"}]}'; update tb_user set name = 'Ida'; commit`,
  );
  expect(await column(db.sql, 'select entities from app.mutation order by ended_at')).toEqual([['User'], ['Post']]);
});
