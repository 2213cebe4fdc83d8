import { expect } from 'vitest';
import { test } from '../../../harness/fixture.js';
import { value } from '../../../harness/query.js';
import { expectMended, findings } from '../../../harness/healthFindings.js';

test('definitions that pg_upgrade leaves as they were are made anew by one call', async ({ db: { sql } }) => {
  const isNewest = (await value(sql, `select current_setting('server_version_num')::int >= 180000`)) === true;
  const body = `select pg_get_function_sqlbody('app.uuidv7()'::regprocedure)`;
  const defined = await value(sql, body);
  expect(await value(sql, 'select app.adapt_to_server()')).toBe(false);
  await sql.query(
    `create or replace function app.uuidv7() returns uuid language sql volatile parallel safe return gen_random_uuid()`,
  );
  if (isNewest) await expectMended(sql, [['version', 'before pg_upgrade']]);
  else expect(await findings(sql)).toEqual([]);
  if (isNewest) expect(await value(sql, body)).toBe(defined);
  expect(await value(sql, 'select app.adapt_to_server()')).toBe(false);
});
