import { expect, test } from 'vitest';
import { scalarNames } from '../../../../src/specql/syntax/field.js';
import { bare, expectDiagnostic, parsed } from '../marked.js';

const fieldOf = (declaration: string) =>
  bare(parsed(`entity: Post\nschema: blog\nfields:\n  f: ${declaration}\n`)[0]?.fields[0]);

const scalar = (name: string) => ({ kind: 'scalar', scalar: name });
const plain = { name: 'f', required: false, unique: false };

test.each(scalarNames)('%s is a type', (name) => {
  expect(fieldOf(name)).toEqual({ ...plain, type: scalar(name) });
  expect(fieldOf(`${name}!`)).toEqual({ ...plain, type: scalar(name), required: true });
});

test.each<[string, object]>([
  [
    "enum( draft , 'in review' )! = 'in review'",
    { type: { kind: 'enum', values: ['draft', 'in review'] }, required: true, default: 'in review' },
  ],
  ['ref(Post)!', { type: { kind: 'ref', schema: 'blog', entity: 'Post' }, required: true }],
  ['ref( blog.Post )', { type: { kind: 'ref', schema: 'blog', entity: 'Post' } }],
  ['list(text)', { type: { kind: 'list', of: scalar('text') } }],
  [
    'list(enum(a, b)) = [b, a]',
    { type: { kind: 'list', of: { kind: 'enum', values: ['a', 'b'] } }, default: ['b', 'a'] },
  ],
  ["list(text) = ['a, b', c d, '']", { type: { kind: 'list', of: scalar('text') }, default: ['a, b', 'c d', ''] }],
  ['list(integer) = []', { type: { kind: 'list', of: scalar('integer') }, default: [] }],
  ['text = hello = world', { type: scalar('text'), default: 'hello = world' }],
  ["text = 'it''s'", { type: scalar('text'), default: "it's" }],
  ["text = ''", { type: scalar('text'), default: '' }],
  ['integer = -5', { type: scalar('integer'), default: -5 }],
  ['bigint = 9223372036854775807', { type: scalar('bigint'), default: '9223372036854775807' }],
  ['decimal = 0.10', { type: scalar('decimal'), default: 0.1 }],
  ['decimal = 0.12345678901234567890', { type: scalar('decimal'), default: '0.12345678901234567890' }],
  ['float = 1e-3', { type: scalar('float'), default: 0.001 }],
  ['boolean! = false', { type: scalar('boolean'), required: true, default: false }],
  ['date = 2024-02-29', { type: scalar('date'), default: '2024-02-29' }],
  [`'json = {"a": [1, null]}'`, { type: scalar('json'), default: { a: [1, null] } }],
  [
    '{type: text, required: true, unique: on, default: x, description: A title.}',
    { type: scalar('text'), required: true, unique: true, default: 'x', description: 'A title.' },
  ],
  ['{type: text!, default: 5}', { type: scalar('text'), required: true, default: '5' }],
  ['{type: integer, default: 5}', { type: scalar('integer'), default: 5 }],
  [
    '{type: json, default: {a: [1, x, true, null, 12345678901234567890]}}',
    { type: scalar('json'), default: { a: [1, 'x', true, null, '12345678901234567890'] } },
  ],
  ['{type: list(integer), default: [1, 2]}', { type: { kind: 'list', of: scalar('integer') }, default: [1, 2] }],
])('%s', (declaration, field) => {
  expect(fieldOf(declaration)).toEqual({ ...plain, ...field });
});

const aType = 'a type, as in text, integer, enum(a, b), ref(User) or list(text)';

test.each([
  ['f: «txt', `expected ${aType}, found "txt" -> text`],
  ['f: «string!', 'expected a type of SpecQL, found "string" -> text'],
  ['f: «constructor', `expected ${aType}, found "constructor"`],
  ['f: "«!"', `expected ${aType}, found "!"`],
  ['f: text «?', 'expected a word or sign of SpecQL, found "?"'],
  ['f: text! «unique', 'expected "=" or the end, found "unique"'],
  ['f: text «(5)', 'expected "!", "=" or the end, found "("'],
  ['«f:', 'expected a type, as in text!, found nothing'],
  ['f: «[text]', 'expected a type, as in text!, found a list'],
  ['«Title: text', 'expected a field in snake_case, as in published_at, found "Title"'],
  ['f: enum«', 'expected "(", as in enum(draft, published), found the end'],
  ['f: enum(«)', 'expected a value, as in enum(draft, published), found ")"'],
  ['f: enum(a, «5)', 'expected a value, as in enum(draft, published), found "5"'],
  ['f: enum(a«', 'expected ")" (inside {...} a type with commas needs quotes), found the end'],
  ['f: enum(a, «a)', 'expected each value once, found "a" again'],
  ['f: enum(draft) = «darft', 'expected one of draft, found "darft" -> draft'],
  ['f: ref(«post)', 'expected an entity, as in Post or blog.Post, found "post"'],
  ['f: ref(Post) = «5', 'expected no constant for a reference, found "5"'],
  [
    'f: list(«list(text))',
    'expected a scalar or an enum in a list; for many of an entity make one that refers to both',
  ],
  ['f: list(«ref(Post))', 'expected a scalar or an enum in a list; for many of an entity make one that refers to both'],
  ['f: list(text) = «a', 'expected a list, as in [a, b], found "a"'],
  ['f: list(integer) = [1, «x]', 'expected a whole number, found "x"'],
  ['f: integer =  «x', 'expected a whole number, found "x"'],
  ['f: integer = «2147483648', 'expected a whole number of at most 32 bits, found "2147483648"'],
  ['f: bigint = «9223372036854775808', 'expected a whole number of at most 64 bits, found "9223372036854775808"'],
  ['f: decimal = «1e5', 'expected a number, found "1e5"'],
  ['f: boolean = «yes', 'expected true or false, found "yes"'],
  ['f: date = «2025-02-29', 'expected a day that exists, found "2025-02-29"'],
  ['f: date = «now', 'expected a date, as in 2025-01-31, found "now"'],
  [
    'f: datetime = «2025-01-31T12:00:00',
    'expected a time with its zone, as in 2025-01-31T12:00:00Z, found "2025-01-31T12:00:00"',
  ],
  ['f: time = «25:00', 'expected a time, as in 12:30, found "25:00"'],
  ['f: uuid = «5', 'expected a uuid, found "5"'],
  ['f: email = «me', 'expected an e-mail address, found "me"'],
  ['f: json = «{a}', 'expected JSON, found "{a}"'],
  ['f: text =«', 'expected a value, found ""'],
  ['f: {«required: true}', 'expected the key "type" in a field'],
  [
    'f: {type: text, «requird: true}',
    'unknown key "requird": a field has type, required, unique, default, description -> required',
  ],
  ['f: {type: integer, default: «x}', 'expected a whole number, found "x"'],
  ['f: {type: integer, default: «[1]}', 'expected a value, found a list'],
])('%s', (marked, message) => {
  const place = marked.startsWith('f: {«required') ? marked.replace('{«', '«{') : marked;
  expectDiagnostic(`entity: Post\nfields:\n  ${place}\n`, message);
});
