import type { FunctionName } from '../syntax/expression.js';

/** How many arguments each function takes: at least and at most. */
export const functionArguments: Readonly<Record<FunctionName, readonly [number, number]>> = {
  now: [0, 0],
  today: [0, 0],
  lower: [1, 1],
  upper: [1, 1],
  trim: [1, 1],
  length: [1, 1],
  coalesce: [2, 20],
  abs: [1, 1],
  round: [1, 2],
  count: [1, 1],
  exists: [1, 1],
  user_id: [0, 0],
  tenant_id: [0, 0],
};
