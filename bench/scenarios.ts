import { bulk } from './audit/bulk.js';
import { singleRow } from './audit/singleRow.js';
import type { Scenario } from './bench.js';
import { latencies } from './delivery/latency.js';
import { deliveries } from './delivery/scenarios.js';
import { events } from './events/scenarios.js';
import { history } from './history/scenarios.js';
import { mutations } from './mutation/scenarios.js';
import { responses } from './response/scenarios.js';
import { generated } from './specql/scenarios.js';

/** Everything that is measured, in this order: first what needs an idle machine, before the server has anything to vacuum. */
export const scenarios: readonly Scenario[] = [
  ...latencies,
  ...singleRow,
  ...bulk,
  ...events,
  ...deliveries,
  ...mutations,
  ...generated,
  ...history,
  ...responses,
];
