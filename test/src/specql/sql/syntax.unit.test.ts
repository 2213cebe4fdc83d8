import { expect, test } from 'vitest';
import { parseEntities } from '../../../../src/specql/parseEntities.js';
import { generateSql } from '../../../../src/specql/sql/generateSql.js';
import { exampleFiles } from '../exampleFiles.js';
import { asWritten, everything, faultsOf, scriptOf, statementsOf } from './generated.js';

const files = exampleFiles();
const folders = [...new Set(files.map(({ name }) => name.replace(/\/[^/]*$/, '')))];
const entitiesIn = (folder: string) =>
  parseEntities(files.filter(({ name }) => name.startsWith(`${folder}/`))).entities;

test.for(folders.flatMap((folder) => [asWritten, everything].map((options) => [folder, options] as const)))(
  'the SQL of %s with %j is parsed by PostgreSQL, statements and bodies',
  async ([folder, options]) => {
    const script = scriptOf(entitiesIn(folder), options);
    expect(await faultsOf(script)).toEqual([]);
    const functions = (await statementsOf(script)).filter(({ node }) => 'CreateFunctionStmt' in node);
    const actions = entitiesIn(folder).flatMap((entity) => entity.actions);
    expect(functions.length).toBeGreaterThan(2 * actions.length);
  },
);

test('the parser finds a fault in a statement, and in a body', async () => {
  const script = scriptOf(entitiesIn('examples/cdc'));
  expect(await faultsOf(script.replace('create table blog', 'create table of blog'))).toHaveLength(1);
  expect(await faultsOf(script.replace('if not found then', 'if not found'))).toHaveLength(1);
  expect(await faultsOf(script.replace(/(security definer)\nset search_path.*/, '$1'))).toHaveLength(1);
});

test('the same entities give the same text, in whatever order they come', () => {
  const blog = entitiesIn('examples/blog');
  const scripts = generateSql(blog, everything);
  expect(generateSql([...blog].reverse(), everything)).toEqual(scripts);
  expect(generateSql(structuredClone(blog), everything)).toEqual(scripts);
  expect(scripts.map(({ name }) => name)).toEqual([
    '01_blog_author.sql',
    '02_blog_tag.sql',
    '03_blog_post.sql',
    '04_blog_comment.sql',
  ]);
});

test('the SQL of the examples is as it was', async () => {
  for (const example of ['cdc', 'audit_cascade']) {
    await expect(scriptOf(entitiesIn(`examples/${example}`))).toMatchFileSnapshot(`${example}.snapshot.sql`);
  }
});
