import { expect } from 'vitest';
import { test, type DatabaseFixture } from '../../../harness/fixture.js';
import { story, trail } from '../../../harness/trail.js';

/** Audited with some options, by statement or by row triggers. */
async function createItems({ sql }: DatabaseFixture, level: string, options: string): Promise<void> {
  await sql.query(`
    create table public.tb_item (id integer primary key, v text, seen integer, amount numeric)
    ${level === 'row' ? 'partition by list (id); create table public.item_all partition of public.tb_item default' : ''};
    select app.enable_audit_cascade('public.tb_item'${options});
    insert into tb_item values (1, 'a', 1, 1.0), (2, 'b', 1, 1.0)`);
}

for (const level of ['statement', 'row']) {
  test(`an update to the same values leaves no row (${level})`, async ({ db }) => {
    await createItems(db, level, '');
    await db.sql.query(`update tb_item set v = v; update tb_item set v = 'a'`);
    expect((await story(db.sql, 'item')).slice(2)).toEqual(['UPDATE 2: b > a']);
  });

  test(`p_keep_unchanged leaves a row for each row updated (${level})`, async ({ db }) => {
    await createItems(db, level, ', p_keep_unchanged => true');
    await db.sql.query(`update tb_item set v = v`);
    expect((await story(db.sql, 'item')).slice(2).sort()).toEqual(['UPDATE 1: a > a', 'UPDATE 2: b > b']);
  });

  test(`a change of ignored columns alone leaves no row, beside another change they are shown (${level})`, async ({
    db,
  }) => {
    await createItems(db, level, `, p_ignore => '{seen}'`);
    await db.sql.query(`update tb_item set seen = 2`);
    expect(await trail(db.sql, 'item')).toHaveLength(2);
    await db.sql.query(`update tb_item set seen = 3, v = 'x' where id = 1`);
    expect((await trail(db.sql, 'item')).slice(2)).toMatchObject([{ old: { seen: 2 }, new: { seen: 3, v: 'x' } }]);
    await db.sql.query(`update tb_item set amount = 1.00 where id = 1`);
    expect(await trail(db.sql, 'item')).toHaveLength(4);
    await db.sql.query('delete from tb_item');
    expect(await trail(db.sql, 'item')).toHaveLength(6);
  });

  test(`beside ignored columns, a change of a redacted or excluded one still leaves a row (${level})`, async ({
    db,
  }) => {
    await createItems(db, level, `, p_ignore => '{seen}', p_redact => '{v}', p_exclude => '{amount}'`);
    await db.sql.query(`update tb_item set v = 'secret' where id = 1; update tb_item set amount = 5 where id = 2`);
    expect((await trail(db.sql, 'item')).slice(2)).toEqual([
      { op: 'UPDATE', id: 1, old: { id: 1, v: '***', seen: 1 }, new: { id: 1, v: '***', seen: 1 } },
      { op: 'UPDATE', id: 2, old: { id: 2, v: '***', seen: 1 }, new: { id: 2, v: '***', seen: 1 } },
    ]);
  });
}
