import type { Model } from '../checker/explore.js';
import { describe, type Label } from '../delivery/label.js';
import { ringing } from './ringing.js';
import { sleeping } from './sleeping.js';
import { encode, initial, type Bounds, type State } from './state.js';

/** Who sleeps unrung has seen all that has committed and signalled, unless somebody is about to tell of waking. */
function violated(state: State): string | undefined {
  const isHandedOver = state.sleepers.some(({ stage }) => stage === 'looks for sleepers' || stage === 'tells them');
  for (const { stage, rung, seen } of state.sleepers) {
    if (stage !== 'sleeps' || rung !== 'no' || isHandedOver) continue;
    if (state.holder < 0) return 'while somebody sleeps, somebody holds the doorbell';
    if (state.writers.some((writer, index) => writer.committed && writer.stage === 'over' && !seen.includes(index)))
      return 'the sleeper is woken';
  }
  if (state.holder >= 0 && state.writers.some(({ shares }) => shares)) return 'the doorbell is held alone or shared';
  return undefined;
}

/**
 * The model of the doorbell, by which a writer wakes consumers. Sleeps have no end here: what is found holds without one.
 *
 * @param given - what differs from two writers, two sleepers that live, and the right design
 * @returns the model, to be explored
 */
export function doorbellModel(given: Partial<Bounds>): Model<State, Label> {
  const bounds: Bounds = { writers: 2, sleepers: 2, deaths: 0, fault: 'none', ...given };
  return {
    initial: initial(bounds),
    steps: (state, found) => {
      ringing(bounds, state, found);
      sleeping(bounds, state, found);
    },
    encode,
    violated,
    describe,
  };
}
