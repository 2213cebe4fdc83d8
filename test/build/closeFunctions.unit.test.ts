import { expect, test } from 'vitest';
import { assemble } from '../../build/assemble.js';
import { closeFunctions } from '../../build/closeFunctions.js';

const closed = async (sql: string) => {
  const sources = new Map([
    ['install.sql', '\\ir f.sql'],
    ['f.sql', sql],
  ]);
  const script = await closeFunctions(assemble(sources, '1.0'));
  return { ...script, lines: script.sql.trimEnd().split('\n') };
};

test('behind each function stands that nobody may execute it, and what it is for', async () => {
  const { lines, origins } = await closed(`-- app.f(p_a integer) returns text
-- Whatever it's for. More of it.
create function app.f(p_a integer, p_b text[] default null, out p_c text) language sql
return 'x';
select 1;
`);
  expect(lines.slice(-4)).toEqual([
    "return 'x';",
    'revoke all on function app.f(int4, text[]) from public;',
    "comment on function app.f(int4, text[]) is 'Whatever it''s for.';",
    'select 1;',
  ]);
  expect(origins).toHaveLength(lines.length);
  expect(origins.at(-1)).toEqual({ file: 'f.sql', line: 5 });
});

test('what is internal is called so, and overloads share a header', async () => {
  const { sql } = await closed(`-- app.f(p uuid | text)
-- Reads it. Internal.
create function app.f(p uuid) returns uuid language sql return p;
create function app.f(p text) returns uuid language sql return p::uuid;
create procedure app.p() language sql as '';
`);
  expect(sql).toContain("comment on function app.f(uuid) is 'Internal: reads it.';");
  expect(sql).toContain("comment on function app.f(text) is 'Internal: reads it.';");
  expect(sql).toContain('revoke all on procedure app.p() from public;');
  expect(sql).not.toContain('comment on procedure');
});
