import { expect, test } from 'vitest';
import { assemble } from '../../build/assemble.js';
import { createdNames } from '../../build/createdNames.js';

const placeholders = "select '@createdFunctions@', '@createdRelations@';";

const written = async (sql: string) => {
  const sources = new Map([
    ['install.sql', '\\ir all.sql'],
    ['all.sql', `${placeholders}\n${sql}`],
  ]);
  return (await createdNames(assemble(sources, '1.0'))).sql.split('\n')[1];
};

test('names each function once, also one that a DO block creates', async () => {
  expect(
    await written(`
      create function app.f(text) returns int language sql return 1;
      create function app.f(int) returns int language sql return 1;
      create procedure app.p() language sql begin atomic end;
      do $$ begin execute 'create function app.u() returns int language sql return 1'; end $$;`),
  ).toBe("select '{f,p,u}', '{}';");
});

test('names tables, views, sequences, indexes and types', async () => {
  expect(
    await written(`
      create table app.t (id int);
      create view app.v as select 1;
      create sequence app.s;
      create index i on app.t (id);
      create type app.c as (x int);
      create type app.e as enum ('a');
      create domain app.d as int;`),
  ).toBe("select '{}', '{c,d,e,i,s,t,v}';");
});

test('leaves the list empty where there is nothing, or what is there cannot be parsed', async () => {
  expect(await written('')).toBe("select '{}', '{}';");
  expect(await written('create tabel app.t ();')).toBe("select '{}', '{}';");
});
