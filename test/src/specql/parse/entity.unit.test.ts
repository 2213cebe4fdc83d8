import { expect, test } from 'vitest';
import { bare, expectDiagnostic, firstAction, parsed } from '../marked.js';

test('an entity needs a name and nothing else', () => {
  expect(parsed('entity: Post')).toEqual([
    {
      name: 'Post',
      schema: 'public',
      tenant: false,
      fields: [],
      actions: [],
      position: { file: 'post.yaml', line: 1, column: 9 },
    },
  ]);
});

test('everything that an entity says of itself is read', () => {
  const text = `
entity: Post
schema: blog
description: What is read.
tenant: on
fields: {title: text, views: integer, body: text}
audit: {include_cascade: off, exclude: [body], ignore: [views], redact: [title], keep_unchanged: true}`;
  expect(bare(parsed(text))).toMatchObject([
    {
      schema: 'blog',
      description: 'What is read.',
      tenant: true,
      audit: {
        enabled: true,
        includeCascade: false,
        excludeColumns: ['body'],
        ignoreColumns: ['views'],
        redactColumns: ['title'],
        keepUnchanged: true,
      },
    },
  ]);
});

const entityKeys = 'entity, schema, description, tenant, fields, actions, audit, cdc';

test.each([
  ['«schema: blog', 'expected the key "entity" in an entity'],
  ['entity: «post', 'expected a name in PascalCase, as in Post, found "post"'],
  ['entity: «5', 'expected a name in PascalCase, as in Post, found "5"'],
  ['«entity:', 'expected a name in PascalCase, as in Post, found nothing'],
  ['entity: «[Post]', 'expected a name in PascalCase, as in Post, found a list'],
  ['entity: Post\nschema: «Blog', 'expected a schema in snake_case, as in blog, found "Blog"'],
  ['entity: Post\n«feilds: {}', `unknown key "feilds": an entity has ${entityKeys} -> fields`],
  ['entity: Post\n«xyz: {}', `unknown key "xyz": an entity has ${entityKeys}`],
  ['entity: Post\ntenant: «fals', 'expected one of true, false, on, off, found "fals" -> false'],
  ['entity: Post\nfields: «[title]', 'expected a mapping, as in "title: text!", found a list'],
  ['entity: Post\nactions: «{}', 'expected a list of actions, found a mapping'],
  ['entity: Post\naudit: «true', 'expected a mapping, as in {enabled: true}, found "true"'],
  [
    'entity: Post\nfields: {title: text}\naudit: {exclude: [«titel]}',
    'expected a field of this entity, found "titel" -> title',
  ],
  ['entity: Post\naudit: {exclude: [«[a]]}', 'expected a field, found a list'],
  [
    'entity: Post\naudit: {«exclud: []}',
    'unknown key "exclud": audit has enabled, include_cascade, exclude, ignore, redact, keep_unchanged -> exclude',
  ],
  [
    'entity: Post\ncdc: {«event_type: A}',
    'unknown key "event_type": the cdc of an entity has enabled, include_cascade, include_payload, partition_key',
  ],
])('%j', expectDiagnostic);

const cdcOf = (entity: string, action: string) =>
  bare(firstAction(`entity: OrderLine\nfields: {kind: text}\n${entity}\nactions:\n  - {steps: [], ${action}}`).cdc);

test.each([
  ['name: create_order_line', 'OrderLineCreated'],
  ['name: update_order_line', 'OrderLineUpdated'],
  ['name: delete_order_line', 'OrderLineDeleted'],
  ['name: ship_order_line', 'ShipOrderLine'],
  ['name: ship, impact: {primary: {entity: OrderLine, operation: UPDATE}}', 'OrderLineUpdated'],
  ['name: update_order_line, impact: {primary: {entity: OrderLine, operation: DELETE}}', 'OrderLineDeleted'],
])('{%s} has the event %s', (action, eventType) => {
  expect(cdcOf('', `${action}, cdc: {enabled: true}`)).toEqual({
    enabled: true,
    eventType,
    includeCascade: true,
    includePayload: true,
  });
});

test('what an entity says of events holds for each action that says nothing else', () => {
  const defaults = 'cdc: {include_payload: false, partition_key: kind}';
  const partitionKey = { kind: 'path', path: ['kind'] };
  expect(cdcOf(defaults, 'name: ship')).toEqual({
    enabled: true,
    eventType: 'Ship',
    includeCascade: true,
    includePayload: false,
    partitionKey,
  });
  expect(cdcOf(defaults, 'name: ship, cdc: {enabled: false, include_payload: true, event_type: Shipped}')).toEqual({
    enabled: false,
    eventType: 'Shipped',
    includeCascade: true,
    includePayload: true,
    partitionKey,
  });
  expect(cdcOf('', 'name: ship')).toBeUndefined();
});
