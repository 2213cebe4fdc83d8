import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { schemaFile, schemaText } from '../../../../build/specql/schemaFile.js';
import { parseEntities } from '../../../../src/specql/parseEntities.js';
import { exampleFiles } from '../exampleFiles.js';
import { withSteps } from '../marked.js';

const published = readFileSync(schemaFile, 'utf8');
const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(JSON.parse(published) as object);

/** Whether every document of a file is right by the published schema. */
const isValid = (text: string) => parseAllDocuments(text).every((document) => validate(document.toJS()));

test('the published schema is what the parser knows now; npm run build:specql writes it', async () => {
  expect(published).toBe(await schemaText());
});

test.each(exampleFiles())('$name is right by it', ({ text }) => {
  expect([isValid(text), validate.errors]).toEqual([true, null]);
});

test.each([
  'schema: blog',
  'entity: post',
  'entity: Post\nfeilds: {}',
  'entity: Post\ntenant: maybe',
  'entity: Post\nfields: {title: txt}',
  'entity: Post\nfields: {Title: text}',
  'entity: Post\nfields: {title: [text]}',
  'entity: Post\nfields: {title: ref(post)}',
  'entity: Post\nfields: {title: list(list(text))}',
  'entity: Post\nfields: {title: {required: true}}',
  'entity: Post\nfields: {title: {type: text, requird: true}}',
  'entity: Post\nactions: [{steps: []}]',
  'entity: Post\nactions: [{name: a, steps: [], cdc: {event_type: post}}]',
  'entity: Post\nactions: [{name: a, steps: [], impact: {}}]',
  'entity: Post\nactions: [{name: a, steps: [], impact: {primary: {entity: Post, operation: MERGE}}}]',
  'entity: Post\naudit: {exclud: []}',
  'entity: Post\ncdc: {event_type: PostCreated}',
  ...['- insret: Post', '- insert: post', '- {insert: Post, where: a}', '- {if: shown}', '- reject: Not This'].map(
    (line) => withSteps(line),
  ),
  ...['- refresh_table_view: Post WHERE a', '- {delete: Post, hard: yes}', '- insert', '- find: Post SET a = 1'].map(
    (line) => withSteps(line),
  ),
])('%j is wrong by it, as by the parser', (text) => {
  expect(isValid(text)).toBe(false);
  expect(parseEntities([{ name: 'x', text }]).diagnostics).not.toEqual([]);
});

test.each([
  "- update: Post set views = 1 where title = 'x'",
  '- {validate: true}',
  '- {update: blog.Post, set: {views: 1, shown: true}, where: shown}',
  '- {notify: posts, payload: 5}',
])('%s is right by both', (line) => {
  const text = withSteps(line);
  expect([isValid(text), validate.errors]).toEqual([true, null]);
  expect(parseEntities([{ name: 'x', text }]).diagnostics).toEqual([]);
});
