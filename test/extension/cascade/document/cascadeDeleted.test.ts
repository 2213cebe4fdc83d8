import { expect } from 'vitest';
import { transaction, value } from '../../../harness/query.js';
import { test } from '../../../harness/fixture.js';
import { ada } from '../../../harness/cascadeBlog.js';

test('a deleted entry says what and when', async ({ db }) => {
  await transaction(db.sql, async () => {
    const entry = await value(db.sql, `select app.cascade_deleted('User', '${ada}')`);
    expect(entry).toEqual({
      __typename: 'User',
      id: ada,
      operation: 'DELETED',
      deletedAt: expect.any(String) as string,
    });
    const { deletedAt } = entry as { deletedAt: string };
    expect(await value(db.sql, 'select $1::timestamptz between now() and clock_timestamp()', [deletedAt])).toBe(true);
  });
});

test('a missing parameter is named', async ({ db }) => {
  for (const [call, parameter] of [
    [`app.cascade_deleted(null, '${ada}')`, 'p_typename'],
    [`app.cascade_deleted('', '${ada}')`, 'p_typename'],
    [`app.cascade_deleted('User', null)`, 'p_id'],
  ]) {
    await expect(value(db.sql, `select ${String(call)}`)).rejects.toMatchObject({
      code: '22004',
      message: `${String(parameter)} is missing`,
    });
  }
});
