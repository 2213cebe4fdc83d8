import { expect } from 'vitest';
import { column, rows } from '../../harness/query.js';
import { endedMutation } from '../../harness/endedMutation.js';
import { test } from '../../harness/fixture.js';

const items = `
  create type public.mood as enum ('sad', 'glad');
  create table public.tb_item (id integer primary key, v text, w text, n integer, mood public.mood, moods public.mood[]);
  insert into tb_item values (1, 'a', 'x', 100, 'sad', '{sad}'), (2, '***', 'y', 200, 'glad', '{glad}')`;
const enable = (options = '') => `select app.enable_audit_cascade('public.tb_item'${options})`;
const gone = 'delete from tb_item where id = 1';
const both = `update tb_item set v = v || '!', w = 'q' where id = 1; delete from tb_item where id = 2`;
const telling = (text: string) => expect.stringContaining(text) as unknown;

type Case = [name: string, setup: string, change: string, since: string, reason: string];

const refused: Case[] = [
  ['a column redacted then', enable(`, p_redact => '{w}'`), gone, enable(`, p_redact => '{}'`), 'lack the values of w'],
  [
    'a column excluded then',
    enable(`, p_exclude => '{w}'`),
    gone,
    enable(`, p_exclude => '{}'`),
    'lack the values of w',
  ],
  [
    'a column redacted then under another name',
    enable(`, p_redact => '{w}'`),
    gone,
    `alter table tb_item rename w to q; ${enable(`, p_redact => '{q}'`)}; ${enable(`, p_redact => '{}'`)}`,
    'column w is no longer there',
  ],
  [
    'another column of an updated row redacted then',
    enable(`, p_redact => '{w}'`),
    `update tb_item set v = 'q', w = 'q'`,
    enable(`, p_redact => '{}'`),
    'lack the values of w',
  ],
  [
    'a redacted column and nothing else',
    enable(`, p_redact => '{w}'`),
    `update tb_item set w = 'q'`,
    'select 1',
    'lack the values of w',
  ],
  [
    'a column retyped since',
    enable(),
    gone,
    'alter table tb_item alter n type numeric using n / 100.0',
    'columns n were altered',
  ],
  [
    'values of a type rewritten since',
    enable(),
    gone,
    'alter table tb_item alter n type integer using n / 100',
    'columns n were altered',
  ],
  [
    'a column dropped and made again',
    enable(),
    gone,
    'alter table tb_item drop n; alter table tb_item add n integer default random()',
    'columns n were altered',
  ],
  [
    'a label renamed and used again',
    enable(),
    gone,
    `alter type public.mood rename value 'sad' to 'blue'; alter type public.mood add value 'sad'`,
    'labels in mood',
  ],
];

const allowed: Case[] = [
  ['hidden since', enable(), both, enable(`, p_redact => '{w}', p_exclude => '{n}'`), ''],
  ['added since', enable(), 'delete from tb_item', 'alter table tb_item add more integer default 3', ''],
  [
    'stricter since',
    enable(),
    both,
    `alter table tb_item alter v set not null, alter w set default 'q'; grant select (v) on tb_item to public`,
    '',
  ],
  ['written anew since', enable(), both, 'vacuum full tb_item', ''],
  ['whose type got a label since', enable(), both, `alter type public.mood add value 'mad'`, ''],
];

/** The statements for a table and types of their own. */
const numbered = (statements: string, number: number) => statements.replace(/tb_item|mood\b/g, `$&${number}`);

test('a change whose former values nobody can know is refused', async ({ db: { sql } }) => {
  for (const [index, [name, setup, change, since, reason]] of refused.entries()) {
    await sql.query(numbered(`${items}; ${setup}`, index));
    const id = await endedMutation(sql, numbered(change, index));
    for (const statement of numbered(since, index).split('; ')) await sql.query(statement);
    const state = numbered('select t::text from tb_item t order by 1', index);
    const before = await column(sql, state);
    await expect(sql.query('select app.revert_mutation($1)', [id]), name).rejects.toMatchObject({
      code: '55000',
      detail: telling(numbered(reason, index)),
    });
    expect(await column(sql, state), name).toEqual(before);
  }
});

test('what was altered without touching a value is no obstacle', async ({ db: { sql } }) => {
  for (const [index, [name, setup, change, since]] of allowed.entries()) {
    await sql.query(numbered(`${items}; ${setup}`, index));
    const state = numbered('select id, v, w, n, mood, moods from tb_item order by id', index);
    const before = await rows(sql, state);
    const id = await endedMutation(sql, numbered(change, index));
    await sql.query(numbered(since, index));
    await sql.query('select app.revert_mutation($1)', [id]);
    expect(await rows(sql, state), name).toEqual(before);
  }
});

test('an object that got another name is no change of the row that names it, unless that was changed too', async ({
  db: { sql },
}) => {
  await sql.query(`
    create table public.tb_other (a integer); create domain public.word as text; create table public.tb_third (a integer);
    create table public.tb_named (id integer primary key, c regclass, t regtype, note text);
    insert into tb_named values (1, 'tb_other', 'word', 'n'), (2, 'tb_other', 'text', 'n');
    select app.enable_audit_cascade('public.tb_named')`);
  const first = await endedMutation(sql, `update tb_named set note = 'k' where id = 1`);
  const second = await endedMutation(sql, `update tb_named set note = 'k' where id = 2`);
  await sql.query(`update tb_named set c = 'tb_third' where id = 2;
    alter table tb_other rename to tb_another; alter domain word rename to term`);
  await sql.query('select app.revert_mutation($1)', [first]);
  await expect(sql.query('select app.revert_mutation($1)', [second])).rejects.toMatchObject({
    code: '55000',
    detail: telling('c changed'),
  });
  expect(await column(sql, 'select note from tb_named order by id')).toEqual(['n', 'k']);
});
