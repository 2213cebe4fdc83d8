import { expect, test } from 'vitest';
import { parseEntities } from '../../../../src/specql/parseEntities.js';
import { expectDiagnostic, parsed, withSteps } from '../marked.js';

test('entities of several files refer to each other, in circles too', () => {
  const { entities, diagnostics } = parseEntities([
    { name: 'a', text: 'entity: A\nschema: x\nfields: {b: ref(y.B), a: ref(A)}' },
    { name: 'b', text: 'entity: B\nschema: y\nfields: {a: ref(x.A)!}' },
  ]);
  expect(diagnostics).toEqual([]);
  expect(entities.map(({ name }) => name)).toEqual(['A', 'B']);
});

test.each([
  ['entity: Post\nfields: {author: ref(«Psot)}', 'expected an entity of these files, found "public.Psot" -> Post'],
  [
    'entity: Post\nfields: {author: {type: ref(«blog.Post)}}',
    'expected an entity of these files, found "blog.Post" -> public.Post',
  ],
  [
    'entity: Post\nfields: {author: ref(«Author)}',
    'expected an entity of these files, found "public.Author"; pass the file that has it too',
  ],
  [withSteps('- insert: «Pots'), 'expected an entity of these files, found "blog.Pots" -> Post'],
  [
    withSteps('- find: «Author WHERE foo = 1'),
    'expected an entity of these files, found "blog.Author"; pass the file that has it too',
  ],
  [
    withSteps('- refresh_table_view: «Tag'),
    'expected an entity of these files, found "blog.Tag"; pass the file that has it too',
  ],
  [withSteps('- validate: exists(«Pst)'), 'expected an entity of these files, found "blog.Pst" -> Post'],
  [withSteps('- «call: do_itt'), 'expected an action of the schema blog, found "do_itt" -> do_it'],
  [withSteps('- «call: other.do_it'), 'expected an action of the schema other, found "do_it"'],
  [
    `${withSteps('- insert: Post')}\n    impact: {primary: {entity: «Pos, operation: CREATE}}`,
    'expected an entity of these files, found "blog.Pos" -> Post',
  ],
  [
    `${withSteps('- insert: Post')}\n    impact: {primary: {entity: «Post, operation: CREATE, fields: [title, titel]}}`,
    'expected fields of Post, found "titel" -> title',
  ],
  [
    `${withSteps('- insert: Post')}\n    cdc: {partition_key: «titel}`,
    'expected a field of Post, found "titel" -> title',
  ],
])('%s', expectDiagnostic);

test('the entity file of the source document is right', () => {
  parsed('entity: Post\naudit:\n  enabled: true\n  include_cascade: true  # Enable cascade integration\n');
  const [post] = parsed(`
    entity: Post
    schema: blog
    fields:
      title: text

    actions:
      - name: create_post
        steps:
          - insert: Post

        impact:
          primary:
            entity: Post
            operation: CREATE

        cdc:
          enabled: true
          event_type: PostCreated
          include_cascade: true
    `);
  expect(post?.actions[0]?.cdc).toMatchObject({ eventType: 'PostCreated', includeCascade: true });
});
