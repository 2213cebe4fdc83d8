import { expect } from 'vitest';
import { createBlog } from '../../harness/cascadeBlog.js';
import { test } from '../../harness/fixture.js';
import { transaction, value } from '../../harness/query.js';

test.for([
  ['app.mutation_id', 'mutation', 'a uuid'],
  ['app.tenant_id', 'acme', 'a uuid'],
  ['app.user_id', '42', 'a uuid'],
  ['app.cascade_data', '{"updated": [', 'a JSON object'],
  ['app.cascade_entities', '{Post,', 'a list of names'],
] as const)(
  'a change with an unreadable %s is refused and leaves nothing',
  async ([setting, text, expected], { db }) => {
    await createBlog(db.sql);
    const change = transaction(db.sql, async () => {
      await db.sql.query(`select set_config($1, $2, true)`, [setting, text]);
      await db.sql.query(`insert into tb_user (name) values ('Ada')`);
    });
    await expect(change).rejects.toMatchObject({ code: '22P02', message: `setting ${setting} is not ${expected}` });
    expect(await value(db.sql, 'select count(*)::int from tb_user')).toBe(0);
    expect(await value(db.sql, 'select count(*)::int from app.audit_user')).toBe(0);
  },
);

test.for(['app.tenant_id', 'app.user_id', 'app.correlation_id', 'app.causation_id'])(
  'a mutation with an unreadable %s is refused when it ends',
  async (setting, { db }) => {
    const mutation = transaction(db.sql, async () => {
      await db.sql.query(`select app.begin_mutation('create_user'), set_config($1, 'nobody', true)`, [setting]);
      await db.sql.query('select app.end_mutation()');
    });
    await expect(mutation).rejects.toMatchObject({ code: '22P02', message: `setting ${setting} is not a uuid` });
    expect(await value(db.sql, 'select count(*)::int from app.mutation')).toBe(0);
  },
);

test.for([
  ['app.mutation_depth', 'abc', 'a count of nested mutations'],
  ['app.mutation_depth', '99999999999', 'a count of nested mutations'],
  ['app.mutation_depth', '-1', 'a count of nested mutations'],
  ['app.mutation_invalidations', '{bad', 'a JSON array'],
  ['app.mutation_invalidations', '{"queryName": "posts"}', 'a JSON array'],
] as const)('a mutation with the unreadable %s %s is refused by name', async ([setting, text, expected], { db }) => {
  const refusal = {
    code: '22P02',
    message: `setting ${setting} is not ${expected}`,
    detail: `Its value is '${text}'.`,
  };
  const set = `select app.begin_mutation('create_user'), set_config('${setting}', '${text}', true)`;
  for (const next of ['select app.end_mutation()', ...(setting === 'app.mutation_depth' ? [set] : [])]) {
    const mutation = transaction(db.sql, async () => {
      await db.sql.query(set);
      await db.sql.query(next);
    });
    await expect(mutation).rejects.toMatchObject(refusal);
  }
  expect(await value(db.sql, 'select count(*)::int from app.mutation')).toBe(0);
});
