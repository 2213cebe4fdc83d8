import { expect } from 'vitest';
import { connect } from '../../../../src/connection/connect.js';
import { generateMigration } from '../../../../src/specql/sql/generateMigration.js';
import { test } from '../../../harness/fixture.js';
import { value } from '../../../harness/query.js';
import { apply, entitiesOf, everything, exampleEntities } from '../../../harness/specql.js';

const checked = `{entity: Contact, schema: odd, fields: {mail: email!, kind: "enum(a, b)!", tags: "list(enum(a, b))"}}`;

test('generated scripts use nothing of a schema that the database puts in front', async ({ db }) => {
  await db.sql.query(`
    create schema evil;
    create function evil.now() returns timestamptz language sql as 'select null::timestamptz';
    create function evil.gen_random_uuid() returns uuid language sql as 'select null::uuid';
    create function evil.yes(text, text) returns boolean language sql as 'select true';
    create operator evil.~ (leftarg = text, rightarg = text, function = evil.yes);
    create operator evil.= (leftarg = text, rightarg = text, function = evil.yes);
    create domain evil.text as pg_catalog.text;
    create domain evil.uuid as pg_catalog.uuid;
    create domain evil.name as pg_catalog.name`);
  await db.asAdmin(
    `do $$ begin execute pg_catalog.format('alter database %I set search_path = evil, pg_catalog', pg_catalog.current_database()); end $$`,
  );
  const sql = await db.connect();
  expect(await value(sql, `select current_setting('search_path')`)).toBe('evil, pg_catalog');
  await apply(sql, exampleEntities('examples/blog'), everything);
  await apply(sql, entitiesOf(checked), everything);
  // The connection of the command line has a path of its own.
  const tool = await connect(db.url);
  const migration = await generateMigration(tool, entitiesOf(checked.replace('tags:', 'home: url, tags:')), everything);
  await tool.end();
  for (const file of migration) await sql.query(file.sql);
  expect(
    await value(
      sql,
      `select pg_catalog.array_agg(pg_catalog.pg_describe_object(d.classid, d.objid, d.objsubid)) from pg_catalog.pg_depend d
       where (d.refclassid, d.refobjid) in (
         select tableoid, oid from pg_catalog.pg_proc where pronamespace = 'evil'::pg_catalog.regnamespace
         union all select tableoid, oid from pg_catalog.pg_operator where oprnamespace = 'evil'::pg_catalog.regnamespace
         union all select tableoid, oid from pg_catalog.pg_type where typnamespace = 'evil'::pg_catalog.regnamespace)
         and d.classid in ('pg_catalog.pg_class'::pg_catalog.regclass, 'pg_catalog.pg_attrdef'::pg_catalog.regclass,
           'pg_catalog.pg_constraint'::pg_catalog.regclass)`,
    ),
  ).toBeNull();
  expect(await value(sql, `select current_setting('search_path')`)).toBe('evil, pg_catalog');
});
