import { expect, test } from 'vitest';
import { lineLength } from '../../../build/lint/lineLength.js';

test('a line of more than 120 characters is named', () => {
  const sources = new Map([['room/f.sql', `${'x'.repeat(120)}\n${'é'.repeat(121)}\n`]]);
  expect(lineLength(sources)).toEqual([
    { origin: { file: 'room/f.sql', line: 2 }, message: '121 characters: break the line at 120' },
  ]);
});
