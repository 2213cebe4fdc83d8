import { expect, test } from 'vitest';
import { JsonTransformer } from '../../../../src/response/transform/jsonTransformer.js';

const plain = new JsonTransformer();

test.each([
  ['user_name', 'userName'],
  ['_user_name', '_userName'],
  ['__typename', '__typename'],
  ['__type_name', '__typeName'],
  ['user__name', 'userName'],
  ['user_name_', 'userName'],
  ['address_1_line', 'address1Line'],
  ['address1', 'address1'],
  ['alreadyCamel', 'alreadyCamel'],
  ['_', '_'],
  ['___', '___'],
  ['_a_', '_a'],
  ['', ''],
  ['prix_été', 'prixÉté'.replace('É', 'É')],
  ['a_é', 'aÉ'],
  ['a_𐐨', 'a𐐀'],
  ['a_"b', 'a\\"b'.replace('\\', '')],
  ['__proto__', '__proto'],
  ['has_own_property', 'hasOwnProperty'],
])('the key %j becomes %j', (from, to) => {
  expect(plain.transform(JSON.stringify({ [from]: 1 }))).toBe(JSON.stringify(Object.fromEntries([[to, 1]])));
});

test('keys change at every depth, values never do', () => {
  expect(
    plain.transform(
      '{"order_items": [{"unit_price": 1.10, "note_text": "a_b \\"c_d\\": {\\u0065_f}"}, [[{"a_b": null}]]], "is_paid":true}',
    ),
  ).toBe(
    '{"orderItems": [{"unitPrice": 1.10, "noteText": "a_b \\"c_d\\": {\\u0065_f}"}, [[{"aB": null}]]], "isPaid":true}',
  );
});

test('what needs no change is the same text', () => {
  const json = '\n{ "id" : [ 1 , -0.0e+10 , "\\ud83e\\udd89🦉" , { } , [ ] ] }\t';
  expect(plain.transform(json)).toBe(json);
});

test('numbers keep every digit', () => {
  const digits = '[12345678901234567890123456789.000000000000000000010, 1E400, -0, 0.1e-7]';
  expect(plain.transform(digits)).toBe(digits);
});

test('escapes in a key are read', () => {
  expect(
    plain.transform('{"user\\u005fname": 1, "a_\\"b": 2, "a_\\ud801\\udc28": 3, "x_\\ud800": 4, "\\u0061b": 5}'),
  ).toBe('{"userName": 1, "a\\"b": 2, "a𐐀": 3, "x\\ud800": 4, "\\u0061b": 5}');
});

test.each(['1', '-1.5e3', '"a_b"', 'true', 'null', ' [] '])('a document may be the scalar or list %s', (json) => {
  expect(new JsonTransformer({ $: 'Thing' }).transform(json)).toBe(json);
});

test('nesting far beyond the depth of the call stack is no problem, and has a limit', () => {
  const nested = (depth: number) => `${'{"a_b":['.repeat(depth)}${']}'.repeat(depth)}`;
  expect(plain.transform(nested(50_000))).toBe(nested(50_000).replaceAll('a_b', 'aB'));
  expect(() => plain.transform(nested(50_001))).toThrow(/offset 400000: more than 100000 objects and arrays/);
});

test('many different keys, as data has them, are converted too', () => {
  const keys = Array.from({ length: 10_000 }, (_, index) => `key_${index}`);
  const written = plain.transform(JSON.stringify(Object.fromEntries(keys.map((key) => [key, key]))));
  expect(written).toBe(JSON.stringify(Object.fromEntries(keys.map((key) => [key.replace('_', ''), key]))));
  const long = 'x_'.repeat(100_000);
  expect(plain.transform(`{"${long}":1}`)).toBe(`{"x${'X'.repeat(99_999)}":1}`);
});
