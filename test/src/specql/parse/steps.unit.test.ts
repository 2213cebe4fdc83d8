import { expect, test } from 'vitest';
import { bare, expectDiagnostic, firstAction, stepsOf, withSteps } from '../marked.js';

const post = { schema: 'blog', entity: 'Post' };
const path = (...names: string[]) => ({ kind: 'path', path: names });
const literal = (value: unknown) => ({ kind: 'literal', value });
const equal = (left: unknown, right: unknown) => ({ kind: 'binary', operator: '=', left, right });
const byId = equal(path('id'), path('input', 'id'));

test.each<[string[], object]>([
  [['- validate: shown'], { kind: 'validate', condition: path('shown'), error: 'validation_failed' }],
  [
    ['- validate: "shown"', '  error: hidden', '  message: It is hidden.'],
    { kind: 'validate', condition: path('shown'), error: 'hidden', message: 'It is hidden.' },
  ],
  [
    ['- if: shown', '  then: [{reject: a}]', '  else: [{reject: b, message: No.}]'],
    {
      kind: 'if',
      condition: path('shown'),
      then: [{ kind: 'reject', error: 'a' }],
      else: [{ kind: 'reject', error: 'b', message: 'No.' }],
    },
  ],
  [['- insert: Post'], { kind: 'insert', entity: post, set: [] }],
  [
    ["- insert: blog.Post SET title = 'x', views = 1", '  as: made'],
    {
      kind: 'insert',
      entity: post,
      set: [
        { field: 'title', value: literal('x') },
        { field: 'views', value: literal(1) },
      ],
      as: 'made',
    },
  ],
  [
    ['- insert: Post', '  set: {title: input.title, views: 1}'],
    {
      kind: 'insert',
      entity: post,
      set: [
        { field: 'title', value: path('input', 'title') },
        { field: 'views', value: literal(1) },
      ],
    },
  ],
  [['- update: Post'], { kind: 'update', entity: post, set: [] }],
  [
    ['- update: Post set views = 1 where id = input.id'],
    { kind: 'update', entity: post, set: [{ field: 'views', value: literal(1) }], where: byId },
  ],
  [
    ['- update: Post', '  set: {shown: true}', '  where: id = input.id'],
    { kind: 'update', entity: post, set: [{ field: 'shown', value: literal(true) }], where: byId },
  ],
  [['- delete: Post'], { kind: 'delete', entity: post, hard: false }],
  [['- delete: Post WHERE id = input.id', '  hard: true'], { kind: 'delete', entity: post, where: byId, hard: true }],
  [['- find: Post WHERE id = input.id'], { kind: 'find', entity: post, where: byId, as: 'post', error: 'not_found' }],
  [['- find: Post', '  as: it', '  error: gone'], { kind: 'find', entity: post, as: 'it', error: 'gone' }],
  [['- call: do_it'], { kind: 'call', schema: 'blog', action: 'do_it', arguments: [] }],
  [
    ['- call: blog.do_it', '  with: {id: input.id}'],
    { kind: 'call', schema: 'blog', action: 'do_it', arguments: [{ field: 'id', value: path('input', 'id') }] },
  ],
  [['- refresh_table_view: Post'], { kind: 'refreshTableView', entity: post }],
  [['- notify: posts'], { kind: 'notify', channel: 'posts' }],
  [['- notify: posts', '  payload: input.id'], { kind: 'notify', channel: 'posts', payload: path('input', 'id') }],
  [['- reject: no'], { kind: 'reject', error: 'no' }],
])('%j', (lines, step) => {
  expect(bare(stepsOf(...lines))).toEqual([step]);
});

const stepWords = 'validate, if, insert, update, delete, find, call, refresh_table_view, notify, reject';

test.each([
  ['- «insret: Post', `expected a step (${stepWords}), found "insret" -> insert`],
  ['- «insert', 'expected a step, as in "insert: Post", found "insert"'],
  ['- {insert: Post, «ass: x}', 'unknown key "ass": the step insert has insert, set, as -> as'],
  ['- insert: Post «WHERE id = input.id', 'expected SET or the end, found "WHERE"'],
  ['- insert: «post', 'expected an entity, as in Post or blog.Post, found "post"'],
  ["- insert: Post SET title = 'x' «WHERE shown", 'expected an operator, "," or the end, found "WHERE"'],
  ['- insert: Post SET «= 1', 'expected a field, found "="'],
  ['- {insert: «[Post]}', 'expected an entity, as in Post, found a list'],
  ['- {insert: Post, as: «Made}', 'expected a name in snake_case, as in found, found "Made"'],
  ['- update: Post «views = 1', 'expected SET or WHERE or the end, found "views"'],
  ['- {update: Post SET views = 1, «set: {views: 1}}', 'expected SET in the statement or as the key "set", found both'],
  ['- {delete: Post WHERE shown, «where: shown}', 'expected WHERE in the statement or as the key "where", found both'],
  ['- {update: Post, set: {«Views: 1}}', 'expected a field in snake_case, as in published_at, found "Views"'],
  ['- {update: Post, set: {«views: }}', 'expected an expression, found nothing'],
  ['- delete: Post «SET views = 1', 'expected WHERE or the end, found "SET"'],
  ['- {delete: Post, hard: «yes}', 'expected one of true, false, on, off, found "yes"'],
  ['- refresh_table_view: Post «WHERE shown', 'expected the end, found "WHERE"'],
  ['- call: «5', 'expected an action, as in publish_post or blog.publish_post, found "5"'],
  ['- call: do_it«()', 'expected the end, found "("'],
  ['- «if: shown', 'expected the key "then" in the step if'],
  ['- {if: shown, then: «{}}', 'expected a list of steps, found a mapping'],
  [
    '- {validate: shown, error: «No Title}',
    'expected an error code in snake_case, as in missing_title, found "No Title"',
  ],
  ['- «validate:', 'expected an expression, found nothing'],
  ["- notify: «a'b", 'expected a channel of letters, digits and _, found "a\'b"'],
  ['- reject: «Sorry, no', 'expected an error code in snake_case, as in missing_title, found "Sorry, no"'],
])('%s', (line, message) => {
  expectDiagnostic(withSteps(line), message);
});

test('steps are not nested beyond reason', () => {
  const nested = '{if: shown, then: ['.repeat(17) + '«{reject: a}' + ']}'.repeat(17);
  expectDiagnostic(withSteps(`- ${nested}`), 'expected at most 16 steps "if" around a step');
});

const withImpact = (impact: string) => `${withSteps('- insert: Post')}\n    impact: ${impact}`;

test('what an action declares to change is read', () => {
  const text = withImpact(
    '{primary: {entity: Post, operation: CREATE, fields: [title]}, side_effects: [{entity: blog.Post, operation: DELETE}], ' +
      'cache_invalidations: [{query: posts, filter: {shown: true, n: [1, a]}, strategy: EVICT, reason: New.}, {query: post}]}',
  );
  expect(bare(firstAction(text).impact)).toEqual({
    primary: { entity: post, operation: 'CREATE', fields: ['title'] },
    sideEffects: [{ entity: post, operation: 'DELETE', fields: [] }],
    cacheInvalidations: [
      { query: 'posts', filter: { shown: true, n: [1, 'a'] }, strategy: 'EVICT', reason: 'New.' },
      { query: 'post', strategy: 'REFETCH' },
    ],
  });
});

test.each([
  ['«{}', 'expected the key "primary" in an impact'],
  ['{primary: «{entity: Post}}', 'expected the key "operation" in an impact on an entity'],
  ['{primary: {entity: Post, operation: «CREAT}}', 'expected one of CREATE, UPDATE, DELETE, found "CREAT" -> CREATE'],
  ['{primary: {entity: Post, operation: CREATE, fields: «title}}', 'expected a list of fields, found "title"'],
  [
    '{primary: {entity: Post, operation: CREATE}, cache_invalidations: [{query: a, strategy: «FORGET}]}',
    'expected one of REFETCH, EVICT, UPDATE, found "FORGET"',
  ],
  [
    '{primary: {entity: Post, operation: CREATE}, cache_invalidations: [{query: a, filter: «5}]}',
    'expected a mapping, found "5"',
  ],
])('impact: %s', (impact, message) => {
  expectDiagnostic(withImpact(impact), message);
});
