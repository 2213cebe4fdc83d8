import { expect } from 'vitest';
import { test } from '../../harness/fixture.js';
import { column } from '../../harness/tenantBlog.js';

test('grants and new audited tables at once lead to everything granted', async ({ db }) => {
  const roles = await Promise.all(Array.from({ length: 6 }, (_, i) => db.createRole(`reader${String(i)}`)));
  await db.sql.query(roles.map((_, i) => `create table public.tb_t${String(i)} (id integer primary key)`).join(';'));
  const clients = await Promise.all(Array.from({ length: 12 }, () => db.connect()));
  await Promise.all(
    clients.map((client, i) =>
      i % 2
        ? client.query('select app.grant_reader($1)', [roles[(i - 1) / 2]])
        : client.query('select app.enable_audit_cascade($1)', [`public.tb_t${String(i / 2)}`]),
    ),
  );
  expect(await column(db.sql, "select detail from app.health_check() where status <> 'ok'")).toEqual([]);
  expect(await column(db.sql, "select count(*)::int from app.access_grant where capability = 'reader'")).toEqual([6]);
});
