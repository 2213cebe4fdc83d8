import fc from 'fast-check';
import { maintain, oneDead, policy, purge, replay, seek, seekLatest, seekTo, shards } from './operatorSteps.js';
import type { Step } from './step.js';
import { acknowledge, comeDue, consume, expire, extend, fail, fetch, handle, release } from './workerSteps.js';
import { writers } from './world.js';
import { back, end, endOf, savepoint, write } from './writerSteps.js';

const often = (arbitrary: fc.Arbitrary<Step>, times: number) => Array.from({ length: times }, () => arbitrary);

/** The steps of a schedule, as often as they shall be in it. */
export const steps = [
  ...often(write, 16),
  ...often(end, 10),
  ...often(fetch, 12),
  ...often(acknowledge, 8),
  ...often(consume, 3),
  ...often(handle, 3),
  ...often(fail, 5),
  ...often(fc.constantFrom(expire, comeDue), 4),
  ...[savepoint, savepoint, back, release, extend, shards, policy, fc.constantFrom(maintain, replay, purge), oneDead],
  fc.oneof(fc.constantFrom(seek, seekLatest), seekTo),
];

/** After these everything is committed and due. */
export const lastSteps = [
  ...Array.from({ length: writers }, (_, who) => endOf(who, 'commit')),
  expire,
  comeDue,
  replay,
];
