import { expect } from 'vitest';
import type pg from 'pg';
import { test } from '../../harness/fixture.js';

async function render(client: pg.Client, template: string, values: Record<string, unknown>): Promise<string> {
  const { rows } = await client.query<{ sql: string }>('select app.render_sql($1, $2) as sql', [template, values]);
  return rows[0]?.sql ?? '';
}

test('a hole takes SQL, an identifier or a literal', async ({ db }) => {
  expect(
    await render(db.sql, 'select {value} as {name:I}, {text:L}', { value: '1 + 1', name: 'A"b', text: "it's" }),
  ).toBe(`select 1 + 1 as "A""b", 'it''s'`);
});

test('a value may stand in several holes and forms', async ({ db }) => {
  expect(await render(db.sql, '{name}{name} {name:I}, {name:L}', { name: 'Post' })).toBe(`PostPost "Post", 'Post'`);
});

test('a value is never searched for holes', async ({ db }) => {
  const values = { first: '{second}', second: '{first:L} %s \\ $1' };
  expect(await render(db.sql, '{first} {second:I}', values)).toBe('{second} "{first:L} %s \\ $1"');
});

test('braces that hold no name are no holes', async ({ db }) => {
  expect(await render(db.sql, `'{}' '{a,b}' '{A}' {1} {value}`, { value: '{}' })).toBe(`'{}' '{a,b}' '{A}' {1} {}`);
});

test('lines that come out blank are left out, blank lines and line breaks of values stay', async ({ db }) => {
  const template = `
    {first}
    begin

      {only}
      {beside} end
      {last}
  `;
  const values = { first: '', only: '', beside: '\n  \n', last: '' };
  expect(await render(db.sql, template, values)).toBe('begin\n\n      \n  \n end');
});

test.for([
  { missing: {}, name: 'nothing' },
  { missing: { value: null }, name: 'null' },
])('a hole with $name for a value is refused', async ({ missing }, { db }) => {
  await expect(render(db.sql, 'select\n  {value}', missing)).rejects.toMatchObject({
    code: '22023',
    message: 'hole {value} has no value',
    detail: 'It is in the line:   {value}',
  });
});

test('a value without a hole is refused', async ({ db }) => {
  await expect(render(db.sql, 'select {a}', { a: 1, b: 2, c: 3 })).rejects.toMatchObject({
    code: '22023',
    message: 'no hole for the value of b, c',
    detail: 'The template is: select {a}',
  });
});

test('it quotes in sessions that read strings in the old way', async ({ db }) => {
  await db.sql.query('set standard_conforming_strings = off; set escape_string_warning = off');
  expect(await render(db.sql, 'select {text:L}\n  {more}', { text: "a\\b'", more: '' })).toBe("select E'a\\\\b'''");
});
