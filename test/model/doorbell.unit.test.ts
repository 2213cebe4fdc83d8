import { expect, test } from 'vitest';
import { doorbellCaught, exploreDoorbell } from './explorations.js';
import type { Bounds } from './doorbell/state.js';

test('whoever sleeps is woken by the next event', () => {
  const { violation, complete } = exploreDoorbell({ writers: 1 });
  expect(violation).toBeUndefined();
  expect(complete).toBe(true);
});

test.each(Object.entries(doorbellCaught))('a doorbell that %s is caught', (fault, { bounds, steps, property }) => {
  const { violation } = exploreDoorbell({ ...bounds, fault: fault as Bounds['fault'] });
  expect(violation?.property).toBe(property);
  expect(violation?.run).toHaveLength(steps);
});

test('a holder that dies tells nobody, which is why sleeps have an end', () => {
  expect(exploreDoorbell({ writers: 1, deaths: 1 }).violation?.run.slice(-3)).toEqual([
    'worker 1 dies',
    'worker 2 finds nothing',
    'worker 2 sleeps',
  ]);
});
