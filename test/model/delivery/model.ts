import type { Model } from '../checker/explore.js';
import { smallest, type Bounds } from './bounds.js';
import { crashing } from './crashing.js';
import { dividing } from './dividing.js';
import { encode } from './encode.js';
import { restoring } from './epochs.js';
import { fetching } from './fetching.js';
import { holding } from './holding.js';
import { describe, type Found, type Label } from './label.js';
import { violated } from './properties.js';
import { retention } from './retention.js';
import { retrying } from './retrying.js';
import { seeking } from './seeking.js';
import { initial, type State } from './state.js';
import { writing } from './writing.js';

const all = [writing, fetching, holding, dividing, retrying, retention, crashing, seeking, restoring];

/** Calls `found` for each step that is possible in a state. */
export function steps(bounds: Bounds, state: State, found: Found<State>): void {
  for (const some of all) some(bounds, state, found);
}

/**
 * The model of delivery.
 *
 * @param given - what a run may contain beyond the smallest bounds
 * @returns the model, to be explored
 */
export function deliveryModel(given: Partial<Bounds>): Model<State, Label> {
  const bounds = { ...smallest, ...given };
  return {
    initial: initial(bounds),
    steps: (state, found) => {
      steps(bounds, state, found);
    },
    encode,
    violated: (state) => violated(bounds, state),
    describe,
  };
}
