import { expect, test } from 'vitest';
import { caught, exploreDelivery, small } from './explorations.js';
import type { Bounds } from './delivery/bounds.js';

test.each(Object.entries(small))('delivery keeps its promises with %s', (_, bounds) => {
  const { violation, complete } = exploreDelivery(bounds);
  expect(violation).toBeUndefined();
  expect(complete).toBe(true);
});

test.each(Object.entries(caught))('a design that %s is caught', (fault, { bounds, steps, property }) => {
  const { violation } = exploreDelivery({ ...bounds, fault: fault as Bounds['fault'] });
  expect(violation?.property).toBe(property);
  expect(violation?.run).toHaveLength(steps);
});

test('the end of the log could be read before the snapshot: later events are new to the next window', () => {
  const { violation, complete } = exploreDelivery({ fault: 'readsEndBeforeSnapshot' });
  expect(violation).toBeUndefined();
  expect(complete).toBe(true);
});

test('a counterexample is the shortest run', () => {
  expect(exploreDelivery({ ...caught.truncatesByAge?.bounds, fault: 'truncatesByAge' }).violation?.run).toEqual([
    'writer 1 takes an xid (xid 1, segment 0)',
    'writer 1 writes an event (id 1, key 0)',
    'writer 1 commits',
    'maintenance finds that the day is over',
    'maintenance truncates the segment (events [1])',
  ]);
});
