import fc from 'fast-check';
import { keys, type Expected } from './expected.js';
import { writers, type Ending, type World } from './world.js';

export type Step = fc.AsyncCommand<Expected, World>;

/** A step of a schedule; left out where it is not possible. */
export function step(
  name: string,
  run: (expected: Expected, world: World) => Promise<void>,
  possible: (expected: Readonly<Expected>) => boolean = () => true,
): Step {
  return { check: possible, run, toString: () => name };
}

export const key = fc.nat(keys - 1);
export const writer = fc.nat(writers - 1);
/** Which of several things there are; the step counts it modulo their number. */
export const any = fc.nat(20);
export const ending = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Ending>('commit') },
  { weight: 1, arbitrary: fc.constantFrom<Ending>('rollback', 'crash') },
);
