import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { outOfBounds, renewed, type Bounds } from '../../../bench/report/bounds.js';
import { summarise } from '../../../bench/report/summary.js';
import { readOptions } from '../../../bench/options.js';
import { scenarios } from '../../../bench/scenarios.js';

/** Three rounds in which `ours` does 2, 3 and 4 times the work of `theirs`. */
const summary = (major = 18) =>
  summarise({
    major,
    scenario: { name: 'outbox/one event', unit: 'per second', subject: 'ours' },
    figures: new Map([
      ['ours', [20, 30, 40]],
      ['theirs', [10, 10, 10]],
    ]),
  });

const bounds = (bound: number, contestant = 'theirs'): Bounds => ({
  18: { 'outbox/one event': { [contestant]: bound }, 'outbox/not measured': { theirs: 100 } },
});

test('a ratio holds when it reaches its bound', () => {
  expect(outOfBounds([summary()], bounds(3))).toEqual([]);
});

test('a ratio below its bound is named with both', () => {
  expect(outOfBounds([summary()], bounds(3.1))).toEqual([
    '18 outbox/one event: ours is 3.00 times as fast as theirs; the bound is 3.10',
  ]);
});

test('a contestant with a bound has to take part, and each major has bounds of its own', () => {
  expect(outOfBounds([summary()], bounds(1, 'renamed'))).toEqual([
    '18 outbox/one event: renamed did not take part; the bound is 1.00',
  ]);
  expect(outOfBounds([summary(15)], bounds(100))).toEqual([]);
});

test('of milliseconds and bytes fewer are better', () => {
  const { scenario, figures, major } = {
    major: 18,
    scenario: { name: 'outbox/one event', unit: 'ms' as const, subject: 'ours' },
    figures: new Map([
      ['ours', [10]],
      ['theirs', [20]],
    ]),
  };
  expect(outOfBounds([summarise({ major, scenario, figures })], bounds(2))).toEqual([]);
  expect(outOfBounds([summarise({ major, scenario, figures })], bounds(2.5))).toHaveLength(1);
});

test('renewed bounds leave room below the lowest ratio, and those of other scenarios stay', () => {
  expect(renewed(bounds(100), [summary(), summary(15)])).toEqual({
    15: { 'outbox/one event': { theirs: 1.6 } },
    18: { 'outbox/not measured': { theirs: 100 }, 'outbox/one event': { theirs: 1.6 } },
  });
  expect(outOfBounds([summary()], renewed(bounds(100), [summary()]))).toEqual([]);
});

test('the stored bounds are of scenarios that there are', () => {
  const stored = JSON.parse(readFileSync('bench/bounds.json', 'utf8')) as Bounds;
  const names = scenarios.map(({ name }) => name);
  expect(Object.keys(stored)).toEqual(['15', '18']);
  expect(Object.values(stored).flatMap((of) => Object.keys(of).filter((name) => !names.includes(name)))).toEqual([]);
});

test('figures that mean nothing are neither checked nor stored', () => {
  expect(() => readOptions(['--quick', '--check'])).toThrow('leave it out');
  expect(() => readOptions(['--quick', '--update-bounds'])).toThrow('leave it out');
  expect(() => readOptions(['--update-bounds', '--pgmq', 'pgmq.sql'])).toThrow('without other projects');
  expect(readOptions(['--check'])).toMatchObject({ check: true, updateBounds: false });
});
