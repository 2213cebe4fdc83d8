import { expect } from 'vitest';
import { test } from '../../harness/fixture.js';
import { value } from '../../harness/query.js';

const read = `select app.context_uuid('app.tenant_id') from set_config('app.tenant_id', $1, false)`;
const id = '0f8fad5b-d9cb-469f-a165-70867728950e';

test('a uuid is read in capitals and without hyphens too', async ({ db }) => {
  for (const setting of [id, id.toUpperCase(), id.replaceAll('-', '')]) {
    expect(await value(db.sql, read, [setting])).toBe(id);
  }
});

test('anything else is refused by name, with its value and how to mend it', async ({ db }) => {
  for (const setting of ['tenant-a', id.slice(1), `0${id}`, `${id}0`, `${id}\n`, `{${id}}`, ' ', "';--"]) {
    await expect(value(db.sql, read, [setting])).rejects.toMatchObject({
      code: '22P02',
      message: 'setting app.tenant_id is not a uuid',
      detail: `Its value is '${setting.replaceAll("'", "''")}'.`,
      hint: expect.stringContaining(
        `select set_config('app.tenant_id', '00000000-0000-0000-0000-000000000000', true)`,
      ) as string,
    });
  }
});
