import type { Scenario } from '../bench.js';
import { drain } from './drain.js';
import { drainTypeScript } from './drainTypeScript.js';
import { latenciesUnderLoad } from './latencyUnderLoad.js';
import { batches } from './turns.js';
import { writers } from './wakeups.js';

/** Events delivered, to consumers that have much to do. */
export const deliveries: readonly Scenario[] = [drain, drainTypeScript, writers, ...batches, ...latenciesUnderLoad];
