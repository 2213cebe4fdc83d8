import { expect } from 'vitest';
import { test } from '../../harness/fixture.js';
import { findings } from '../../harness/healthFindings.js';
import { trail } from '../../harness/trail.js';

for (const option of ['p_exclude', 'p_redact']) {
  for (const [how, more] of [
    ['by statement', ''],
    ['by row', ', p_replica => true'],
  ]) {
    test(`a column stays hidden when another one takes its name (${option}, ${how})`, async ({ db }) => {
      await db.sql.query(`
        create table public.tb_user (before uuid, id integer primary key, tenant_id uuid, secret uuid, after uuid);
        select app.enable_audit_cascade('tb_user', ${option} => '{secret}'${more})`);
      const sql = await db.connect();
      for (const other of ['before', 'after', 'tenant_id']) {
        const swap = `alter table tb_user rename ${other} to kept; alter table tb_user rename secret to ${other};
          alter table tb_user rename kept to secret`;
        await sql.query('truncate app.audit_user; insert into tb_user (id) values (1)');
        await db.sql.query(swap);
        await sql.query(`
          insert into tb_user (id, ${other}) values (2, 'aaaaaaaa-0000-4000-8000-000000000000');
          update tb_user set ${other} = 'aaaaaaaa-0000-4000-8000-000000000001';
          delete from tb_user`);
        const changes = JSON.stringify(await trail(db.sql, 'user'));
        expect(changes, other).toContain('"id":2');
        expect(changes, other).not.toContain('aaaaaaaa');
        const found = (await findings(db.sql)).filter(({ check }) => check === 'definition');
        expect(found, other).toHaveLength(1);
        await db.sql.query(swap);
      }
    });
  }
}

test('columns named as what the gate names keep nobody from writing', async ({ db }) => {
  await db.sql.query(`
    create table public.tb_user (
      id integer primary key, here text, behind text, missing text, type text, place3 text, r text, present text);
    select app.enable_audit_cascade('tb_user', p_exclude => '{behind,place3}', p_redact => '{here,type}');
    insert into tb_user values (1, 'a', 'b', 'c', 'd', 'e', 'f', 'g')`);
  expect((await trail(db.sql, 'user'))[0]?.new).toEqual({
    id: 1,
    here: '***',
    missing: 'c',
    type: '***',
    r: 'f',
    present: 'g',
  });
});
