import { expect, test } from 'vitest';
import { pascalCase, snakeCase } from '../../../src/specql/letterCase.js';
import { nearestWord } from '../../../src/specql/nearestWord.js';

test.each([
  ['Post', 'post'],
  ['OrderLine', 'order_line'],
  ['OrderV2Line', 'order_v2_line'],
  ['SEOPage', 'seo_page'],
])('%s is %s in snake_case', (pascal, snake) => {
  expect(snakeCase(pascal)).toBe(snake);
});

test.each([
  ['post', 'Post'],
  ['order_line', 'OrderLine'],
  ['order__line_', 'OrderLine'],
  ['v2_line', 'V2Line'],
])('%s is %s in PascalCase', (snake, pascal) => {
  expect(pascalCase(snake)).toBe(pascal);
});

test.each([
  ['titel', 'title'],
  ['ttle', 'title'],
  ['TITLE', 'title'],
  ['statsu', 'status'],
  ['xy', undefined],
  ['completely', undefined],
  ['', undefined],
])('the word nearest to %j is %s', (word, nearest) => {
  expect(nearestWord(word, ['title', 'status', 'id'])).toBe(nearest);
});
