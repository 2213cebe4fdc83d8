import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { JsonTransformer } from '../../../../src/response/transform/jsonTransformer.js';
import { reference } from './reference.js';

const name = fc.oneof(
  fc.constantFrom('a', 'b_c', '__typename', 'user_name', '_x_', '__proto__', 'é_𐐨', 'typ"e_\\'),
  fc.string({ unit: 'binary' }),
);

const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { maxDepth: 5 },
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      fc.constant(null),
    ),
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.dictionary(name, tie('tree'), { maxKeys: 4 }),
  ),
}));

/** With blanks or without, non-ASCII escaped or not. */
const json = fc
  .tuple(tree, fc.constantFrom(undefined, 1), fc.boolean())
  .map(([value, indent, escaped]) =>
    escaped
      ? JSON.stringify(value, null, indent).replace(
          /[^\0-~]/g,
          (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
        )
      : JSON.stringify(value, null, indent),
  );

const path = fc
  .array(fc.constantFrom('a', 'b_c', 'user_name'), { minLength: 1, maxLength: 3 })
  .map((names) => names.join('.'));
const types = fc.dictionary(fc.oneof(fc.constant('$'), path), fc.constantFrom('Post', '[User]'), {
  noNullPrototype: true,
});

function inChunks(transformer: JsonTransformer, text: string, cuts: readonly number[]): string {
  const running = transformer.start();
  const places = [0, ...cuts.map((cut) => cut % (text.length + 1)).sort((a, b) => a - b), text.length];
  const parts = places.slice(1).map((end, index) => running.push(text.slice(places[index], end)));
  running.end();
  return parts.join('');
}

test('the result is that of parsing, renaming and writing, and the same however the document is cut', () => {
  fc.assert(
    fc.property(json, types, fc.array(fc.nat(), { maxLength: 10 }), (text, map, cuts) => {
      const transformer = new JsonTransformer(map);
      const whole = transformer.transform(text);
      expect(JSON.parse(whole)).toEqual(reference(text, map));
      const joined = inChunks(transformer, text, cuts);
      // Only blanks around a comma may differ.
      expect(JSON.parse(joined)).toEqual(JSON.parse(whole));
      if (!/\s/.test(text)) expect(joined).toBe(whole);
    }),
    { numRuns: 3000 },
  );
});

test('a document cut behind each of its characters gives the same', () => {
  const text =
    '{"__typename":"Old","user_name":{"a":-1.5e+3,"__typename":[1,{"x_y":2}],"\\u0062_c":[{"d_e":"\\ud83e\\udd89 \\n"},null,true,{}]},"b_c":{}}';
  const transformer = new JsonTransformer({ $: 'T', user_name: 'U', 'user_name.b_c': '[V]', b_c: 'W' });
  const whole = transformer.transform(text);
  expect(JSON.parse(whole)).toEqual(reference(text, { $: 'T', user_name: 'U', 'user_name.b_c': '[V]', b_c: 'W' }));
  for (let cut = 0; cut <= text.length; cut += 1) expect(inChunks(transformer, text, [cut])).toBe(whole);
  expect(
    inChunks(
      transformer,
      text,
      Array.from({ length: text.length }, (_, index) => index),
    ),
  ).toBe(whole);
});

test('a chunk that is malformed is refused with its offset in the document', () => {
  const running = new JsonTransformer().start();
  running.push('{"a_b":1,');
  expect(() => running.push(' }')).toThrow(expect.objectContaining({ offset: 10 }));
});

test('documents run beside each other', () => {
  const transformer = new JsonTransformer({ $: 'T' });
  const texts = ['{"first_key":1,"__typename":"x","b_c":2}', '[{"another_key":[1]},"of_the_second"]'];
  const running = texts.map(() => transformer.start());
  const results = texts.map(() => '');
  for (let at = 0; at < 40; at += 1) {
    for (const [index, text] of texts.entries())
      results[index] = (results[index] ?? '') + (running[index]?.push(text.charAt(at)) ?? '');
  }
  expect(results).toEqual(texts.map((text) => transformer.transform(text)));
});

describe('a document longer than what is transformed at once', () => {
  const types = { rows: '[Row]' };
  const rows = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      'user_🦉name': `🦉é${index}`,
      __typename: 'x🦉'.repeat(index % 7),
      [`k_🦉_${index}`]: index,
    }));

  test('comes out whole, wherever its parts fall', () => {
    const transformer = new JsonTransformer(types);
    for (let shift = 0; shift < 40; shift += 1) {
      const text = ' '.repeat(shift) + JSON.stringify({ rows: rows(1000) });
      expect(JSON.parse(transformer.transform(text))).toEqual(reference(text, types));
    }
  });

  test('tells the offset of what is malformed in characters', () => {
    const text = JSON.stringify(rows(1000)).replace(/]$/, ',]');
    expect(() => new JsonTransformer().transform(text)).toThrow(expect.objectContaining({ offset: text.length - 1 }));
  });

  test('may be a single key, or a member that is left out', () => {
    const long = 'é_🦉'.repeat(100_000);
    const text = JSON.stringify({ rows: { __typename: { [long]: [long] }, [long]: { a_b: 1 } } });
    expect(JSON.parse(new JsonTransformer(types).transform(text))).toEqual(reference(text, types));
  });
});

test('half a surrogate pair, which UTF-8 cannot write, becomes a replacement character', () => {
  const running = new JsonTransformer().start();
  expect(['"\ud83e', 'x', '\ud83e', '\udd89"'].map((part) => running.push(part)).join('')).toBe('"\ufffdx🦉"');
});
