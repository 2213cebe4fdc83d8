import { expect, test } from 'vitest';
import { quantile } from '../../bench/statistics.js';

test('a quantile is a value that so many do not exceed', () => {
  const values = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect([quantile(values, 0.5), quantile(values, 0.99), quantile([7], 0.99)]).toEqual([50, 99, 7]);
});
