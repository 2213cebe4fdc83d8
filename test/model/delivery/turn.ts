import type { Bounds } from './bounds.js';
import type { Label } from './label.js';
import type { State, Worker } from './state.js';

/** A worker with what it needs for its next step. */
export interface Turn {
  bounds: Bounds;
  state: State;
  which: number;
  worker: Worker;
  found: (does: string, values: Label['values'], next: State) => void;
}
