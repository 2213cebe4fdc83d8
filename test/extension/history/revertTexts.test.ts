import { expect } from 'vitest';
import { rows } from '../../harness/query.js';
import { test } from '../../harness/fixture.js';
import { trail } from '../../harness/trail.js';

/** A type whose values images hold as text, its first value and its second. */
const types: [type: string, before: string, after: string][] = [
  ['public.mood', `'ok'`, `'bad'`],
  ['public.mood[]', `'{ok,NULL}'`, `'{}'`],
  ['public.pair', `'(1,"b c")'`, `'(,)'`],
  ['public.pair[]', `'{"(1,a)"}'`, 'null'],
  ['public.small_pair', `'(1,a)'`, `'(2,a)'`],
  ['public.span', `'[a,b)'`, `'empty'`],
  ['public.spans', `'{[a,b)}'`, `'{}'`],
  ['public.share', '0.10', '0.2'],
  ['hstore', `'a=>1, b=>NULL'`, `''`],
  ['citext', `'Ann'`, `'ANN'`],
  ['ltree', `'a.b'`, `'a'`],
  ['cube', `'(1,2),(3,4)'`, `'(0.12345678901234568)'`],
  ['json', String.raw`'{"a": "\u0000"}'`, `'1'`],
  ['json', `'{"a": 1}'`, String.raw`'"\u0000"'`],
  ['json', `'"text"'`, `'1e200000'`],
];

test('values that images hold as text are reverted by the input function of their type', async ({ db }) => {
  for (const name of ['hstore', 'citext', 'ltree', 'cube']) await db.asAdmin(`create extension ${name} schema public`);
  await db.sql.query(`
    create type public.mood as enum ('ok', 'bad');
    create type public.pair as (a integer, b text);
    create domain public.small_pair as public.pair check ((value).a < 10);
    create type public.span as range (subtype = text, multirange_type_name = public.spans);
    create domain public.share as numeric`);
  for (const [position, [type, before, after]] of types.entries()) {
    const entity = `t${position}`;
    await db.sql.query(`
      create table public.tb_${entity} (id integer primary key, v ${type});
      select app.enable_audit_cascade('public.tb_${entity}');
      insert into tb_${entity} values (1, ${before}), (2, ${before})`);
    const now = `select id, v::text as v from tb_${entity} order by id`;
    const first = await rows(db.sql, now);
    await db.sql.query(
      `with gone as (delete from tb_${entity} where id = 2) update tb_${entity} set v = ${after} where id = 1`,
    );
    await db.sql.query(`select app.revert_transaction((select max(transaction_id) from app.audit_${entity}))`);
    // Images of json do not keep its spelling, except where they hold it as text.
    expect(await rows(db.sql, now), type).toEqual(first);
    const states = (await trail(db.sql, entity)).map((change) => change.new);
    expect(states.slice(-2), type).toEqual(expect.arrayContaining(states.slice(0, 2)));
    const asOf = await rows(
      db.sql,
      `select image from app.get_table_as_of('tb_${entity}') image order by image -> 'id'`,
    );
    expect(
      asOf.map(({ image }) => image),
      type,
    ).toEqual(states.slice(0, 2));
    await db.sql.query(`select app.write_audit_baseline('tb_${entity}')`);
    expect((await trail(db.sql, entity)).length, type).toBe(6);
  }
});
