import { expect } from 'vitest';
import { test } from '../../harness/fixture.js';
import { rows } from '../../harness/query.js';

const read = `select app.context_text('app.setting') as text, app.context_uuid('app.setting') as uuid,
  app.context_jsonb('app.setting') as jsonb, app.context_names('app.setting') as names`;
const absent = [{ text: null, uuid: null, jsonb: null, names: null }];

test('a setting that was never set, is empty, or was reset is absent', async ({ db }) => {
  expect(await rows(db.sql, read)).toEqual(absent);
  await db.sql.query(`select set_config('app.setting', '', false)`);
  expect(await rows(db.sql, read)).toEqual(absent);
  await db.sql.query(`set app.setting = 'value'; reset app.setting`);
  expect(await rows(db.sql, read)).toEqual(absent);
  await db.sql.query(`begin; set local app.setting = 'value'; rollback`);
  expect(await rows(db.sql, read)).toEqual(absent);
});

test('text is returned as it is, blanks included', async ({ db }) => {
  await db.sql.query(`select set_config('app.setting', $1, false)`, [' två "words" \\ ']);
  expect(await rows(db.sql, `select app.context_text('app.setting') as text`)).toEqual([{ text: ' två "words" \\ ' }]);
});
