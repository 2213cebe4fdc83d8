import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SpecqlCdcError } from '../../../../src/error.js';
import { JsonTransformer } from '../../../../src/response/transform/jsonTransformer.js';
import { MalformedJsonError } from '../../../../src/response/transform/malformedJson.js';

const transformer = new JsonTransformer({ $: 'Thing' });

/** Offset and reason, or undefined when the text is taken. */
function refusal(json: string): { offset: number; message: string } | undefined {
  try {
    transformer.transform(json);
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(MalformedJsonError);
    expect(error).toBeInstanceOf(SpecqlCdcError);
    const { offset, message, hint } = error as MalformedJsonError;
    expect(hint).not.toBe('');
    return { offset, message: message.replace(/^the JSON is malformed at offset \d+: /, '') };
  }
}

test.each([
  ['', 0, 'it ends too early'],
  ['  ', 2, 'it ends too early'],
  ['{"a":1', 6, 'it ends too early'],
  ['"abc', 4, 'it ends too early'],
  ['-', 1, 'it ends too early'],
  ['tru', 3, 'it ends too early'],
  ['{a:1}', 1, 'expected a key or }, found "a"'],
  ['{"a":1,}', 7, 'expected a key, found "}"'],
  ['[1,]', 3, 'expected a value, found "]"'],
  ['[1 2]', 3, 'expected a comma or a closing bracket, found "2"'],
  ['[1}', 2, 'expected a comma or a closing bracket, found "}"'],
  ['{"a" 1}', 5, 'expected a colon, found "1"'],
  ['{"a":}', 5, 'expected a value, found "}"'],
  ['[🦉]', 1, 'expected a value or ], found "🦉"'],
  ['{} {}', 3, 'expected nothing more, found "{"'],
  ['trve', 2, 'expected true, false or null, found "v"'],
  ['[01]', 2, 'expected a comma or a closing bracket, found "1"'],
  ['[1.]', 3, 'expected a digit, found "]"'],
  ['[+1]', 1, 'expected a value or ], found "+"'],
  ['["\n"]', 2, 'expected an escape for a control character, found "\\n"'],
  ['["\\x"]', 3, 'expected one of "\\/bfnrtu after the backslash, found "x"'],
  ['["\\u12G4"]', 6, 'expected four hexadecimal digits after \\u, found "G"'],
  ['\ufeff[]', 0, 'expected a value, found "\ufeff"'],
])('%j is refused at %i', (json, offset, message) => {
  expect(refusal(json)).toEqual({ offset, message });
});

test('what JSON.parse takes is taken, what it refuses is refused', () => {
  const pieces = '{ } [ ] , : " \\ a_b 0 1 - . e + true null \\u00e9 \n'.split(' ');
  const soup = fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map((parts) => parts.join(''));
  const mutated = fc
    .tuple(fc.json(), fc.nat(), fc.constantFrom(...pieces, ''))
    .map(
      ([json, at, piece]) => json.slice(0, at % (json.length + 1)) + piece + json.slice((at % (json.length + 1)) + 1),
    );
  fc.assert(
    fc.property(fc.oneof(soup, mutated), (json) => {
      let parses = true;
      try {
        JSON.parse(json);
      } catch {
        parses = false;
      }
      expect(refusal(json) === undefined).toBe(parses);
    }),
    { numRuns: 5000 },
  );
});
