import { expect } from 'vitest';
import { rows } from '../../../harness/query.js';
import { test } from '../../../harness/fixture.js';
import { contents, replayed, trail } from '../../../harness/trail.js';

for (const partitioned of [false, true]) {
  test(`8 clients on the same rows leave an unbroken chain of values (${partitioned ? 'row' : 'statement'} triggers)`, async ({
    db,
  }) => {
    await db.sql.query(`
      create table public.tb_item (id integer primary key, v integer, writer integer)
      ${partitioned ? 'partition by list (id); create table public.item_all partition of public.tb_item default' : ''};
      select app.enable_audit_cascade('tb_item');
      insert into tb_item select i, 0, null from generate_series(1, 4) i`);
    const clients = await Promise.all(Array.from({ length: 8 }, () => db.connect()));
    await Promise.all(
      clients.map(async (client, writer) => {
        for (let round = 0; round < 25; round++) {
          await client.query('begin');
          await client.query('update tb_item set v = v + 1, writer = $1 where id = $2', [writer, 1 + (round % 2)]);
          if (round % 3 === 0) await client.query('update tb_item set v = v + 1 where id = $1', [3 + (round % 2)]);
          await client.query(round % 7 === 0 ? 'rollback' : 'commit');
        }
      }),
    );
    expect(await replayed(db.sql, 'item')).toEqual(await contents(db.sql, 'tb_item'));
    for (const { id, v } of await rows(db.sql, 'select id, v from tb_item')) {
      const chain = (await trail(db.sql, 'item')).filter((change) => change.id === id).map((change) => change.new?.v);
      expect(chain).toEqual(Array.from({ length: Number(v) + 1 }, (_, i) => i));
    }
  });
}

test('clients that insert, upsert and delete the same keys leave what the table holds', async ({ db }) => {
  await db.sql.query(`
    create table public.tb_item (id integer primary key, v integer);
    select app.enable_audit_cascade('tb_item')`);
  const clients = await Promise.all(Array.from({ length: 8 }, () => db.connect()));
  await Promise.all(
    clients.map(async (client, writer) => {
      for (let round = 0; round < 40; round++) {
        const id = (round + writer) % 5;
        await client.query('insert into tb_item values ($1, $2) on conflict (id) do update set v = excluded.v', [
          id,
          writer * 100 + round,
        ]);
        if (round % 3 === 0) await client.query('delete from tb_item where id = $1', [id]);
      }
    }),
  );
  expect(await replayed(db.sql, 'item')).toEqual(await contents(db.sql, 'tb_item'));
});
