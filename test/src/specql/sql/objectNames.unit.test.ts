import { describe, expect, test } from 'vitest';
import { generateSql } from '../../../../src/specql/sql/generateSql.js';
import type { Entity } from '../../../../src/specql/syntax/entity.js';
import { parsed } from '../marked.js';
import { asWritten, everything, faultsOf, scriptOf, statementsOf } from './generated.js';

const entity = (name: string, ...fields: string[]) =>
  [`entity: ${name}`, 'schema: odd', 'fields:', ...fields.map((field) => `  ${field}`)].join('\n');

/** The same entities with another text in the place of one; what the parser would refuse gets through. */
function changed(entities: Entity[], text: string, other: string): Entity[] {
  const within = JSON.stringify(other).slice(1, -1);
  return JSON.parse(JSON.stringify(entities).replaceAll(text, () => within)) as Entity[];
}

describe('references', () => {
  test.for([
    ['in a circle', [entity('Hen', 'egg: ref(Egg)'), entity('Egg', 'hen: ref(Hen)')].join('\n---\n'), 2],
    ['to the entity itself', entity('Node', 'parent: ref(Node)'), 1],
  ] as const)('%s are foreign keys once the table is there', async ([, yaml, count]) => {
    const script = scriptOf(parsed(yaml));
    expect(await faultsOf(script)).toEqual([]);
    const targets = (await statementsOf(script)).flatMap(({ text }, turn, all) =>
      [...text.matchAll(/references odd\.(\w+)/g)].map(([, table]) => ({
        turn,
        there: all.findIndex((each) => each.text.includes(`create table odd.${table ?? ''} (`)),
      })),
    );
    expect(targets).toHaveLength(count);
    for (const { turn, there } of targets) expect(there).toBeLessThanOrEqual(turn);
  });
});

test('a name that PostgreSQL would cut off is refused with its place, and there is no SQL', () => {
  const message = /^post\.yaml:\d+:\d+: the name .* has 6\d bytes, and PostgreSQL takes 63/;
  const constraint = changed(parsed(entity('Thing', 'short: enum(a, b)')), 'short', 'f'.repeat(55));
  expect(() => generateSql(constraint, asWritten)).toThrow(message);
  // 32 characters, and 64 bytes.
  const column = changed(parsed(entity('Thing', 'short: text')), 'short', 'é'.repeat(32));
  expect(() => generateSql(column, asWritten)).toThrow(message);
});

describe('quoting', () => {
  test('fields named like words of SQL are quoted wherever they stand', async () => {
    const words = ['order', 'user', 'select', 'table', 'group', 'end', 'default', 'check'];
    const safe = parsed(
      `${entity('Order', ...words.map((word) => `safe_${word}: text!`))}\nactions: [{ name: add_it, steps: [insert: Order] }]`,
    );
    const script = scriptOf(changed(safe, 'safe_', ''), everything);
    expect(await faultsOf(script)).toEqual([]);
    for (const word of words) expect(script).toContain(`"${word}" text not null`);
  });

  test.for([
    "'; drop table odd.tb_thing; --",
    '$function$ $$ $function_1$',
    '%s %I %L \\',
    'a\r\nb\u2028c',
    'Zoë 🐘 "',
  ])('a hostile text stays a text: %j', async (text) => {
    const hostile = scriptOf(changed(described, 'harmless', text), everything);
    expect(await faultsOf(hostile)).toEqual([]);
    const kinds = async (script: string) => (await statementsOf(script)).map(({ node }) => Object.keys(node)[0]);
    // The text makes no statement more or less, nor another.
    expect(await kinds(hostile)).toEqual(await kinds(scriptOf(described, everything)));
  });

  test('a name made for harm is one quoted name, or refused', async () => {
    const thing = parsed(entity('Thing', 'safe: text'));
    const script = scriptOf(changed(thing, 'safe', 'a" text); drop table x; --'));
    expect(script).toContain('"a"" text); drop table x; --" text');
    expect((await statementsOf(script)).filter(({ node }) => 'DropStmt' in node)).toEqual([]);
    expect(() => generateSql(changed(thing, 'safe', 'a\nb'), asWritten)).toThrow(/cannot be a name in SQL/);
  });
});

/** An entity with a text in every place that takes one. */
const described = parsed(`
entity: Thing
schema: odd
description: harmless
fields:
  name: { type: text, description: harmless, default: harmless }
  kind: enum(harmless, b)! = b
actions:
  - name: create_thing
    description: harmless
    steps:
      - validate: name != 'harmless'
        error: bad
        message: harmless
      - insert: Thing SET name = 'harmless'
    impact:
      primary: { entity: Thing, operation: CREATE }
      cache_invalidations:
        - { query: things, strategy: REFETCH, filter: { harmless: harmless }, reason: harmless }
`);
