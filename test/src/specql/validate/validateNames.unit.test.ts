import { expect, test } from 'vitest';
import { parseEntities } from '../../../../src/specql/parseEntities.js';
import { expectDiagnostic } from '../marked.js';

const standard = 'every table has such a column';

test.each([
  ...[
    'id',
    'tenant_id',
    'created_at',
    'created_by',
    'updated_at',
    'updated_by',
    'deleted_at',
    'deleted_by',
    'pk_post',
  ].map((name) => [name, standard]),
  ['order', 'it is a reserved word of SQL'],
  ['user', 'it is a reserved word of SQL'],
  ['and', 'it is a word of expressions'],
  ['input', 'it is a word of expressions'],
  ['ctid', 'PostgreSQL gives every table such a column'],
])('the field %s needs another name: %s', (name, why) => {
  expectDiagnostic(
    `entity: Post\nfields:\n  «${name}: text\n`,
    `expected another name for this field, found "${name}": ${why}`,
  );
});

test.each(['begin_mutation', 'write_outbox_event', 'require_value'])(
  'the action %s needs another name: its wrapper would stand beside the function of the extension',
  (name) => {
    expectDiagnostic(
      `entity: Post\nactions:\n  - name: «${name}\n    steps: []`,
      `expected another name for this action, found "${name}": the extension has a function app.${name}`,
    );
  },
);

test('a reference may have the name of a reserved word: its column has another', () => {
  const text = 'entity: Post\nfields: {user: ref(Post), references: ref(Post)}';
  expect(parseEntities([{ name: 'x', text }]).diagnostics).toEqual([]);
});

const long = (length: number) => 'x'.repeat(length);

test.each([
  ['entity: «SEOPage', 'expected a name that its table tb_seo_page leads back to, found "SEOPage" -> SeoPage'],
  [`entity: «X${long(32)}`, `expected a name of at most 32 characters, found "X${long(32)}" of 33`],
  [
    `entity: Post\nfields:\n  «${long(56)}: text`,
    `expected a name of at most 55 characters, found "${long(56)}" of 56`,
  ],
  [
    `entity: Post\nactions: [{name: «${long(61)}, steps: []}]`,
    `expected a name of at most 60 characters, found "${long(61)}" of 61`,
  ],
  [
    'entity: Post\nfields:\n  author: ref(Post)\n  «fk_author: text',
    'expected a name of its own for the column of the field fk_author: fk_author belongs to Post already',
  ],
  [
    'entity: Post\n---\nentity: «Post',
    'expected a name of its own for the entity Post: public.tb_post belongs to Post already',
  ],
  [
    'entity: Post\nactions: [{name: a, steps: []}]\n---\nentity: Tag\nschema: blog\nactions: [{name: «a, steps: []}]',
    'expected a name of its own for the action a: app.a belongs to Post already',
  ],
])('%s', (marked, message) => {
  expectDiagnostic(marked, message);
});

test.each(['app', 'pg_mine', 'information_schema'])('the schema %s is reserved', (schema) => {
  expectDiagnostic(
    `schema: ${schema}\nentity: «Post`,
    `expected a schema of your own, found "${schema}", which is reserved`,
  );
});

test('names at their limits are taken', () => {
  const text = `entity: X${long(31)}\nfields: {${long(27)}: text}\nactions: [{name: ${long(60)}, steps: []}]`;
  expect(parseEntities([{ name: 'x', text }]).diagnostics).toEqual([]);
});
