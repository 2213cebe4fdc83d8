import { expect } from 'vitest';
import { test } from '../../../harness/fixture.js';
import { trail } from '../../../harness/trail.js';

for (const form of ['', ' partition by list (id); create table public.file_all partition of public.tb_file default']) {
  test(`an excluded value of 20 MB costs nothing (by ${form ? 'row' : 'statement'})`, async ({ db }) => {
    await db.sql.query(`
      create table public.tb_file (id integer primary key, name text, body bytea, note json)${form};
      select app.enable_audit_cascade('tb_file', p_exclude => '{body,note}');
      insert into tb_file values (1, 'a', decode(repeat('00', 20000000), 'hex'), '"\\u0000"');
      update tb_file set name = 'b';
      update tb_file set name = 'b';
      update tb_file set note = '{}';
      delete from tb_file`);
    expect((await trail(db.sql, 'file')).map(({ op, ...change }) => [op, change.old, change.new])).toEqual([
      ['INSERT', null, { id: 1, name: 'a' }],
      ['UPDATE', { id: 1, name: 'a' }, { id: 1, name: 'b' }],
      // An excluded column changed.
      ['UPDATE', { id: 1, name: 'b' }, { id: 1, name: 'b' }],
      ['DELETE', { id: 1, name: 'b' }, null],
    ]);
  });
}

test('an excluded and a redacted column stay hidden when they are renamed', async ({ db }) => {
  for (const form of [
    '',
    ' partition by list (id); create table public.user_all partition of public.tb_user default',
  ]) {
    await db.sql.query(`
      create table public.tb_user (id integer primary key, name text, password text, card text)${form};
      select app.enable_audit_cascade('tb_user', p_exclude => '{password}', p_redact => '{card}');
      insert into tb_user values (1, 'a', 'secret', 'secret');
      alter table tb_user rename password to passphrase;
      alter table tb_user rename card to number;
      update tb_user set name = 'b'; update tb_user set number = 'other'`);
    expect((await trail(db.sql, 'user')).map((change) => change.new)).toEqual([
      { id: 1, name: 'a', card: '***' },
      { id: 1, name: 'b', number: '***' },
      { id: 1, name: 'b', number: '***' },
    ]);
    await db.sql.query(`select app.disable_audit_cascade('tb_user'); drop table tb_user`);
    await db.sql.query('delete from app.audit_user');
  }
});
