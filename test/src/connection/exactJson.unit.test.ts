import { expect, test } from 'vitest';
import { parseExactJson } from '../../../src/connection/exactJson.js';

test.each([
  ['9007199254740991', 9007199254740991],
  ['-0.30000000000000004', -0.30000000000000004],
  ['0.000000001', 1e-9],
  ['1.10', 1.1],
  ['100000000000000000000000', 1e23],
  ['1e3', 1000],
])('%s stays a number', (text, value) => {
  expect(parseExactJson(text)).toBe(value);
});

test.each(['9007199254740993', '-12345678901234567890', '0.12345678901234567', '10000000000000000.01'])(
  '%s becomes a string of its digits',
  (text) => {
    expect(parseExactJson(`{"a": [${text}]}`)).toEqual({ a: [text] });
  },
);

test('numbers inside of strings and keys stay as they are', () => {
  const value = { '9007199254740993': 'he said \\"9007199254740993\\" \\', b: '\\', c: null, d: true };
  expect(parseExactJson(JSON.stringify(value))).toEqual(value);
});

const megabytes = 20_000_000;

test.each([
  ['letters', 'x'.repeat(megabytes)],
  ['digits', '1'.repeat(megabytes)],
  ['quotes', '"'.repeat(megabytes)],
  ['backslashes', '\\'.repeat(megabytes)],
])('strings of megabytes, of %s', (_, a) => {
  const value = parseExactJson(`{"a": ${JSON.stringify(a)}, "n": 12345678901234567890}`) as { a: string; n: unknown };
  expect(value.a === a).toBe(true);
  expect(value.n).toBe('12345678901234567890');
});

/** Processor time of this process in milliseconds, which hardly depends on what else runs; the least of three. */
function cpuMs(work: () => void): number {
  const times = [1, 2, 3].map(() => {
    const start = process.cpuUsage();
    work();
    return process.cpuUsage(start).user / 1000;
  });
  return Math.min(...times);
}

test('the time for a long number grows with its digits, not with their square', () => {
  const parse = (zeros: number) => {
    const long = `1${'0'.repeat(zeros)}1`;
    return cpuMs(() => {
      expect(parseExactJson(long) === long).toBe(true);
    });
  };
  parse(100_000);
  // Ten times as many digits: the square would take a hundred times as long.
  expect(parse(2_000_000)).toBeLessThan(40 * Math.max(parse(200_000), 1));
});
