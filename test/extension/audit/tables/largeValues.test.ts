import { expect } from 'vitest';
import type pg from 'pg';
import { rows, value } from '../../../harness/query.js';
import { test } from '../../../harness/fixture.js';
import { contents, replayed } from '../../../harness/trail.js';

/** Values stored out of line, compressed and not. */
async function createFiles(sql: pg.ClientBase, enabledFirst: boolean): Promise<void> {
  const enable = `select app.enable_audit_cascade('public.tb_file');`;
  await sql.query(`
    create table public.tb_file (id integer primary key, v text, name text, squeezed text);
    alter table public.tb_file alter v set storage external;
    ${enabledFirst ? enable : ''}
    insert into tb_file values (1, repeat('long ', 20000), 'a', repeat('x', 300000));
    ${enabledFirst ? '' : enable}`);
}

for (const enabledFirst of [true, false]) {
  test(`a value stored out of line is in both images when another column changes (${enabledFirst ? 'new' : 'old'} row)`, async ({
    db,
  }) => {
    await createFiles(db.sql, enabledFirst);
    await db.sql.query(`update tb_file set name = 'b'`);
    expect(
      await rows(
        db.sql,
        `select length(old_values ->> 'v') as old, length(new_values ->> 'v') as new, length(new_values ->> 'squeezed') as squeezed
         from app.audit_file where operation_type = 'UPDATE'`,
      ),
    ).toEqual([{ old: 100_000, new: 100_000, squeezed: 300_000 }]);
  });
}

test('writing the same long value again changes nothing, one letter of it does', async ({ db }) => {
  await createFiles(db.sql, true);
  await db.sql.query(`update tb_file set v = repeat('long ', 20000), squeezed = repeat('x', 300000)`);
  expect(await value(db.sql, 'select count(*)::int from app.audit_file')).toBe(1);
  await db.sql.query(`update tb_file set v = overlay(v placing 'L' from 50001)`);
  expect(await value(db.sql, 'select count(*)::int from app.audit_file')).toBe(2);
});

test('a row of 20 MB, of a thousand columns, of empty and odd texts is audited as it is', async ({ db }) => {
  await createFiles(db.sql, true);
  await db.sql.query(`insert into tb_file values (2, repeat('äöü€😀', 1500000), '', E'\\\\ "quoted" \\n\\t\\u0001')`);
  expect(await replayed(db.sql, 'file')).toEqual(await contents(db.sql, 'tb_file'));
  const columns = Array.from({ length: 1000 }, (_, i) => `c${i} integer default ${i}`).join(', ');
  await db.sql.query(`
    create table public.tb_wide (id integer primary key, ${columns});
    select app.enable_audit_cascade('public.tb_wide');
    insert into tb_wide (id) values (1);
    update tb_wide set c999 = 0`);
  expect(await replayed(db.sql, 'wide')).toEqual(await contents(db.sql, 'tb_wide'));
});
