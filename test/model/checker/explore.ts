import { Fingerprint, Fingerprints } from './fingerprint.js';

/** A system whose states are all to be seen. */
export interface Model<State, Label> {
  initial: State;
  /** Calls `found` for each step that is possible in a state. States are never changed, they are copied. */
  steps(state: State, found: (label: Label, next: State) => void): void;
  /** Tells the numbers that make the state what it is, always in the same order. */
  encode(state: State, put: (value: number) => void): void;
  /** The property that a state violates, if it does. */
  violated(state: State): string | undefined;
  /** A step as a line for people. */
  describe(label: Label): string;
}

/** What an exploration found. */
export interface Exploration {
  states: number;
  transitions: number;
  /** Steps from the initial state to the state farthest from it. */
  depth: number;
  /** Whether every state was seen. */
  complete: boolean;
  /** A property that does not hold, and a shortest run to a state without it. */
  violation?: { property: string; run: string[] };
}

/**
 * Sees the states of a model breadth first, until all are seen or one violates a property. Two states count as one if
 * their fingerprints of 64 bits agree: of 20 million states that happens to any with a probability of 1 in 90,000.
 *
 * @param model - the system
 * @param mostStates - after how many states to give up
 * @returns what was found
 */
export function explore<State, Label>(model: Model<State, Label>, mostStates = Infinity): Exploration {
  const found = new Fingerprints();
  const fingerprint = new Fingerprint();
  const take = (state: State) => {
    fingerprint.reset();
    model.encode(state, fingerprint.put);
    return fingerprint;
  };
  const result: Exploration = { states: 1, transitions: 0, depth: 0, complete: false };
  let level = [model.initial];
  let first = found.add(take(model.initial), 0);
  while (level.length > 0 && found.size < mostStates) {
    const next: State[] = [];
    const firstOfNext = found.size;
    for (let index = 0; index < level.length && found.size < mostStates && !result.violation; index++) {
      model.steps(level[index] as State, (_, state) => {
        result.transitions++;
        if (result.violation) return;
        const number = found.add(take(state), first + index);
        if (number < 0) return;
        next.push(state);
        const property = model.violated(state);
        if (property !== undefined) result.violation = { property, run: runTo(model, found, number) };
      });
    }
    if (result.violation) break;
    level = next;
    first = firstOfNext;
    if (level.length > 0) result.depth++;
  }
  return { ...result, states: found.size, complete: level.length === 0 };
}

/** The lines of the steps from the initial state to a state. */
function runTo<State, Label>(model: Model<State, Label>, found: Fingerprints, last: number): string[] {
  const path: number[] = [];
  for (let number = last; number !== 0; number = found.from(number)) path.unshift(number);
  const fingerprint = new Fingerprint();
  let state = model.initial;
  return path.map((number) => {
    let line = '';
    let reached: State | undefined;
    model.steps(state, (label, next) => {
      fingerprint.reset();
      model.encode(next, fingerprint.put);
      if (reached !== undefined || !found.is(number, fingerprint)) return;
      reached = next;
      line = model.describe(label);
    });
    if (reached === undefined) throw new Error('the steps of a state are not the same each time');
    state = reached;
    return line;
  });
}
