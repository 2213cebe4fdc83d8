import { expect } from 'vitest';
import { rows } from '../../../harness/query.js';
import { column } from '../../../harness/tenantBlog.js';
import { test } from '../../../harness/fixture.js';

for (const count of [2, 20]) {
  test(`${String(count)} clients that enable one table at once audit it once`, async ({ db }) => {
    await db.sql.query('create table public.tb_item (id integer primary key, v text)');
    const clients = await Promise.all(Array.from({ length: count }, () => db.connect()));
    const answers = await Promise.all(
      clients.map((client) => column(client, `select app.enable_audit_cascade('tb_item')::text`)),
    );
    expect(answers).toEqual(Array(count).fill(['app.audit_item']));
    await db.sql.query(`insert into tb_item values (1, 'a'); update tb_item set v = 'b'; delete from tb_item`);
    expect(await column(db.sql, 'select operation_type from app.audit_item order by changed_at')).toEqual([
      'INSERT',
      'UPDATE',
      'DELETE',
    ]);
    expect(await rows(db.sql, `select * from app.health_check() where status <> 'ok'`)).toEqual([]);
  });

  test(`of ${String(count)} tables that want one name at once, one gets it and the others are refused whole`, async ({
    db,
  }) => {
    const schemas = Array.from({ length: count }, (_, i) => `s${String(i)}`);
    await db.sql.query(
      schemas
        .map((schema) => `create schema ${schema}; create table ${schema}.tb_item (id integer primary key)`)
        .join(';'),
    );
    const clients = await Promise.all(schemas.map(() => db.connect()));
    const answers = await Promise.allSettled(
      clients.map((client, i) => client.query(`select app.enable_audit_cascade($1)`, [`${schemas[i]}.tb_item`])),
    );
    const refused = answers.filter((answer) => answer.status === 'rejected').map((answer) => answer.reason as Error);
    expect(refused).toHaveLength(count - 1);
    for (const error of refused) {
      expect(error).toMatchObject({
        code: '42710',
        message: expect.stringMatching(/^p_entity 'item' is taken by s\d+\.tb_item$/) as string,
        hint: expect.stringContaining(`p_entity => 'other_name'`) as string,
      });
    }
    expect(await column(db.sql, 'select count(*)::int from app.audited_table')).toEqual([1]);
    expect(
      await column(db.sql, "select count(distinct tgrelid)::int from pg_trigger where tgname like 'audit_trigger%'"),
    ).toEqual([1]);
  });
}
