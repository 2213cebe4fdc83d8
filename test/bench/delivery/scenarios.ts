import type { Scenario } from '../bench.js';
import { drain } from './drain.js';
import { latencies } from './latency.js';
import { batches } from './turns.js';
import { writers } from './wakeups.js';

/** Events delivered. */
export const deliveries: readonly Scenario[] = [drain, writers, ...batches, ...latencies];
