import { expect } from 'vitest';
import { test } from '../../harness/fixture.js';
import { column, createBlog, tenantA, tenantB } from '../../harness/tenantBlog.js';

test('a TRUNCATE by tenant B tells a reader of A nothing but that the rows are gone', async ({ db }) => {
  await createBlog(db);
  await db.sql.query(`create table blog.tb_note (id integer primary key, body text);
    select app.enable_audit_cascade('blog.tb_note')`);
  const role = await db.createRole('reader');
  await db.sql.query('select app.grant_reader($1, array[$2::uuid])', [role, tenantA]);
  const reader = await db.connect(role);
  await db.sql.query(`
    set app.tenant_id = '${tenantA}';
    insert into blog.tb_post (tenant_id, title) values ('${tenantA}', 'of A');
    insert into blog.tb_note values (1, 'of A')`);
  const told = (entity: string) =>
    column(
      reader,
      `select count(i)::int from app.audited_table t left join app.get_table_as_of(t.relation) i on true where t.entity = '${entity}'`,
    );
  expect([await told('post'), await told('note')]).toEqual([[1], [1]]);
  await db.sql.query(`
    set app.tenant_id = '${tenantB}'; set app.user_id = '${tenantB}'; set app.change_reason = 'secret';
    set application_name = 'secret';
    begin; set local app.cascade_data = '{"secret": true}'; truncate blog.tb_post, blog.tb_note; commit;
    begin; select app.begin_mutation('secret'); truncate blog.tb_post, blog.tb_note; select app.end_mutation(); commit`);
  expect([await told('post'), await told('note')]).toEqual([[0], [0]]);
  for (const table of ['app.audit_post', 'app.audit_note', 'app.mutation', 'app.v_note_cascade_audit']) {
    expect([table, await column(reader, `select t::text from ${table} t where t::text like '%secret%'`)]).toEqual([
      table,
      [],
    ]);
  }
  expect(
    await column(db.sql, `select distinct change_reason from app.audit_note where operation_type = 'TRUNCATE'`),
  ).toEqual(['secret']);
});
