import { expect } from 'vitest';
import { column, value } from '../../../harness/query.js';
import { test } from '../../../harness/fixture.js';
import { trail } from '../../../harness/trail.js';

const secret = 'correct horse battery staple';

for (const option of ['p_exclude', 'p_redact']) {
  for (const storage of ['statement', 'row', 'embedded']) {
    test(`no secret of ${option} is stored anywhere in schema app (${storage})`, async ({ db }) => {
      if (storage === 'embedded') {
        await db.sql.query(`
          create table app.audit_user (
            audit_id uuid primary key, entity_id uuid, tenant_id uuid, operation_type text check (operation_type <> 'TRUNCATE'),
            changed_at timestamptz, old_values jsonb, new_values jsonb, transaction_id bigint)`);
      }
      await db.sql.query(`
        create table public.tb_user (id uuid default gen_random_uuid() primary key, name text, password text, card text)
        ${storage === 'row' ? 'partition by hash (id); create table public.user_all partition of public.tb_user for values with (modulus 1, remainder 0)' : ''};
        select app.enable_audit_cascade('public.tb_user', ${option} => '{password,card}'${storage === 'embedded' ? ", p_storage => 'embedded'" : ''})`);
      await db.sql.query(`
        begin;
        select app.begin_mutation('secret_work');
        insert into tb_user (name, password, card) values ('Ada', '${secret}', '${secret}'), ('Bob', '${secret}', null);
        update tb_user set password = password || '!';
        update tb_user set name = 'Ida', id = gen_random_uuid() where name = 'Ada';
        delete from tb_user where name = 'Bob';
        select app.end_mutation();
        commit;
        truncate tb_user`);
      const tables = (await column(
        db.sql,
        `select oid::regclass::text from pg_class where relnamespace = 'app'::regnamespace and relkind in ('r', 'v')`,
      )) as string[];
      for (const table of tables) {
        const leaks = `select count(*)::int from ${table} t where t::text like '%' || $1 || '%'`;
        expect(await value(db.sql, leaks, [secret]), table).toBe(0);
      }
      expect(JSON.stringify(await column(db.sql, 'select cascade from app.mutation'))).toContain('Ida');
      const [first] = await trail(db.sql, 'user');
      const { _mutation, ...image } = first?.new ?? {};
      expect(_mutation !== undefined).toBe(storage === 'embedded');
      expect(image).toEqual(
        option === 'p_redact'
          ? { id: first?.id, name: 'Ada', password: '***', card: '***' }
          : { id: first?.id, name: 'Ada' },
      );
    });
  }
}

test('a column can be redacted later, and shown again', async ({ db }) => {
  await db.sql.query(`
    create table public.tb_user (id integer primary key, password text);
    select app.enable_audit_cascade('tb_user');
    insert into tb_user values (1, 'a');
    select app.enable_audit_cascade('tb_user', p_redact => '{password}');
    update tb_user set password = 'b';
    select app.enable_audit_cascade('tb_user');
    update tb_user set password = 'c';
    select app.enable_audit_cascade('tb_user', p_redact => '{}');
    update tb_user set password = 'd'`);
  expect((await trail(db.sql, 'user')).map((change) => change.new?.password)).toEqual(['a', '***', '***', 'd']);
});
