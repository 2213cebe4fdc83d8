import { expect } from 'vitest';
import { test } from '../../harness/fixture.js';
import { value } from '../../harness/query.js';

const read = `select app.context_names('app.cascade_entities') from set_config('app.cascade_entities', $1, false)`;

test('names are separated by commas, or an array', async ({ db }) => {
  for (const [setting, names] of [
    ['Post,User', ['Post', 'User']],
    ['  Post ,\tUser\n', ['Post', 'User']],
    ['{Post,User}', ['Post', 'User']],
    [' {Post, User}', ['Post', 'User']],
    ['{"a b",c}', ['a b', 'c']],
    ['{"a,b","c\\"d"}', ['a,b', 'c"d']],
    ['User,Post,User', ['User', 'Post', 'User']],
    ['Post', ['Post']],
    ["O'Neill; drop table x", ["O'Neill; drop table x"]],
  ]) {
    expect(await value(db.sql, read, [setting]), String(setting)).toEqual(names);
  }
});

test('names are read alike in a session whose literals know backslashes', async ({ db }) => {
  await db.sql.query(`
    create table public.tb_user (id uuid primary key default gen_random_uuid(), "a\\b" text);
    set standard_conforming_strings = off; set escape_string_warning = off;
    select app.enable_audit_cascade('tb_user', p_redact => array[E'a\\\\b'::name]);
    begin; select set_config('app.cascade_data', '{}', true), set_config('app.cascade_entities', 'Posts , users,Class', true);
    insert into tb_user values (default, 'secret'); commit`);
  expect(await value(db.sql, 'select cascade_entities from app.audit_user')).toEqual(['Posts', 'users', 'Class']);
  expect(await value(db.sql, 'select new_values from app.audit_user')).toMatchObject({ 'a\\b': '***' });
});

test('an empty name is no name', async ({ db }) => {
  for (const setting of [',Post,,', '{Post,NULL,""}']) {
    expect(await value(db.sql, read, [setting]), setting).toEqual(['Post']);
  }
  for (const setting of ['{}', ' , ', ' ']) expect(await value(db.sql, read, [setting]), setting).toEqual([]);
});

test('a malformed array is refused by name', async ({ db }) => {
  for (const setting of ['{', '{Post', '{Post,', '{Post}User', '{"Post}', '{{Post},{}}']) {
    await expect(value(db.sql, read, [setting])).rejects.toMatchObject({
      code: '22P02',
      message: 'setting app.cascade_entities is not a list of names',
      detail: `Its value is '${setting}'.`,
      hint: `Set it to a list of names, or to an empty string for none: select set_config('app.cascade_entities', 'Post,User', true).`,
    });
  }
});
