import type { Scenario } from '../bench.js';
import { drain } from './drain.js';
import { batches } from './turns.js';

/** Events delivered. */
export const deliveries: readonly Scenario[] = [drain, ...batches];
