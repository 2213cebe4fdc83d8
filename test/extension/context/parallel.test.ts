import { expect } from 'vitest';
import { test } from '../../harness/fixture.js';
import { value } from '../../harness/query.js';

test('the context can be read by a query that runs in parallel', async ({ db, server }) => {
  const force = server.major < 16 ? 'force_parallel_mode' : 'debug_parallel_query';
  await db.sql.query(`set ${force} = on; set app.cascade_data = '{"a": 1}'; set app.cascade_entities = 'Post,User'`);
  expect(await value(db.sql, `select app.context_jsonb('app.cascade_data')`)).toEqual({ a: 1 });
  expect(await value(db.sql, `select app.context_names('app.cascade_entities')`)).toEqual(['Post', 'User']);
  expect(await value(db.sql, `select app.context_text('app.cascade_entities')`)).toBe('Post,User');
});
