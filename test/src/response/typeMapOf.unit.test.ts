import { expect, test } from 'vitest';
import { JsonTransformer } from '../../../src/response/transform/jsonTransformer.js';
import { typeMapOf } from '../../../src/response/typeMapOf.js';
import type { Entity } from '../../../src/specql/syntax/entity.js';
import type { FieldType } from '../../../src/specql/syntax/field.js';

const position = { file: 'blog.yaml', line: 1, column: 1 };

function entity(name: string, fields: Record<string, FieldType>): Entity {
  return {
    name,
    schema: 'blog',
    tenant: false,
    fields: Object.entries(fields).map(([field, type]) => ({
      name: field,
      type,
      required: false,
      unique: false,
      position,
    })),
    actions: [],
    position,
  };
}

const ref = (name: string, schema = 'blog'): FieldType => ({ kind: 'ref', schema, entity: name });
const text: FieldType = { kind: 'scalar', scalar: 'text' };

test('each entity has its own name, and its references the names of the fields', () => {
  const entities = [
    entity('BlogPost', {
      title: text,
      author: ref('User'),
      tags: { kind: 'list', of: ref('Tag') },
      owner: ref('User', 'hr'),
    }),
    entity('User', { name: text }),
    entity('Tag', {}),
  ];
  const types = typeMapOf(entities);
  expect(types).toEqual({
    blog_post: 'BlogPost',
    'blog_post.author': 'User',
    'blog_post.tags': 'Tag',
    user: 'User',
    tag: 'Tag',
  });
  const response = '{"blog_post":{"author":{"id":1},"tags":[{"id":2}]}}';
  expect(new JsonTransformer(types).transform(response)).toBe(
    '{"blogPost":{"__typename":"BlogPost","author":{"__typename":"User","id":1},"tags":[{"__typename":"Tag","id":2}]}}',
  );
});

test('entities that refer to each other, or to themselves, end', () => {
  const entities = [entity('A', { b: ref('B'), parent: ref('A') }), entity('B', { a: ref('A') })];
  const types = typeMapOf(entities);
  expect(types).toMatchObject({ a: 'A', 'a.b.a.b': 'B', 'a.parent.parent.parent': 'A', 'b.a.b.a': 'A' });
  expect(Object.keys(types).every((path) => path.split('.').length <= 4)).toBe(true);
});
