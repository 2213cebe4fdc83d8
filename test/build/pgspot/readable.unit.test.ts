import { expect, test } from 'vitest';
import { assemble } from '../../../build/assemble.js';
import { readable } from '../../../build/pgspot/readable.js';

const read = (sql: string) =>
  readable(
    assemble(
      new Map([
        ['install.sql', '\\ir all.sql'],
        ['all.sql', sql],
      ]),
      '1.0',
    ),
  );

test('makes strings of bodies in the SQL-standard form, with the path they were looked up in', async () => {
  const { sql } = await read(`
    create function app.f() returns int
language sql
return 1;
    create procedure app.p()
language sql
set search_path = pg_catalog, pg_temp
begin atomic
  select 1;
end;`);
  expect(sql).toContain('set search_path = pg_catalog, pg_temp\nas $standard$select 1$standard$;');
  expect(sql).toContain('set search_path = pg_catalog, pg_temp\nas $standard$  select 1$standard$;');
});

test('leaves all else as it is, and tells which functions have a reason to pin nothing', async () => {
  const { sql, unpinned } = await read(`
    select 1;
    -- unpinned: every name is qualified
    create function app.f() returns int language sql as 'select 1';`);
  expect(sql).toContain("create function app.f() returns int language sql as 'select 1';");
  expect([...unpinned]).toEqual([['app.f', 'every name is qualified']]);
});

test('says what cannot be parsed', async () => {
  await expect(read('create tabel t ();')).rejects.toThrow('syntax error');
});
