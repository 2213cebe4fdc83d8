import { bulk } from './audit/bulk.js';
import { singleRow } from './audit/singleRow.js';
import type { Scenario } from './bench.js';
import { deliveries } from './delivery/scenarios.js';
import { events } from './events/scenarios.js';
import { history } from './history/scenarios.js';
import { mutations } from './mutation/scenarios.js';
import { responses } from './response/scenarios.js';
import { generated } from './specql/scenarios.js';

/** Everything that is measured, in this order. */
export const scenarios: readonly Scenario[] = [
  ...singleRow,
  ...bulk,
  ...events,
  ...deliveries,
  ...mutations,
  ...generated,
  ...history,
  ...responses,
];
