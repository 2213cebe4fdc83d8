import { expect } from 'vitest';
import { test } from '../../harness/fixture.js';

test.for([null, ''])('a parameter that is %j is refused by name', async (given, { db }) => {
  await expect(db.sql.query(`select app.require_value('p_source', $1)`, [given])).rejects.toMatchObject({
    code: '22004',
    message: 'p_source is missing',
    hint: 'Pass a value for p_source that is neither null nor empty.',
  });
});

test('a blank is a value', async ({ db }) => {
  await db.sql.query(`select app.require_value('p_source', ' ')`);
});
