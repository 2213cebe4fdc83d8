import type { Step } from '../../syntax/action.js';
import type { Mapping } from '../yaml/mapping.js';

/** Where a step stands. */
export interface StepContext {
  /** Of the acting entity, for names without one. */
  readonly schema: string;
  /** How many `if` steps are around it. */
  readonly depth: number;
}

/** Reads one kind of step; undefined when it is faulty, which is collected. */
export type StepReader = (mapping: Mapping, context: StepContext) => Step | undefined;
