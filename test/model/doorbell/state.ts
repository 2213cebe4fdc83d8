/** A wrong design of the doorbell. */
export type Fault =
  'none' | 'sleepsWithoutLooking' | 'holdsNoShare' | 'unlocksBeforeVisible' | 'handsNothingOver' | 'joinsUnchecked';

/** How many there are, and what is wrong. */
export interface Bounds {
  writers: number;
  sleepers: number;
  deaths: number;
  fault: Fault;
}

/** What a sleeper read of the locks: app.doorbell_locks. */
export interface Locks {
  holder: boolean;
  sleeper: boolean;
  other: boolean;
}

/** A transaction that writes an event. It commits as the server does: visible, then its locks, then its signals. */
export interface Writer {
  stage: 'idle' | 'written' | 'rang' | 'half committed' | 'committed' | 'over';
  /** It holds a share of the doorbell. */
  shares: boolean;
  notifies: boolean;
  committed: boolean;
}

/** A session of a consumer, with the place in its program. */
export interface Sleeper {
  stage:
    | 'looks'
    | 'found nothing'
    | 'sleeps'
    | 'arms'
    | 'read the locks'
    | 'joins'
    | 'reads the locks again'
    | 'disarms'
    | 'leaves'
    | 'releases'
    | 'looks for sleepers'
    | 'tells them'
    | 'died';
  /** The writers whose events it has seen. */
  seen: readonly number[];
  rung: 'no' | 'rung' | 'awake';
  armed: boolean;
  locks: Locks | undefined;
  /** It is among the sleepers that do not hold the doorbell. */
  joined: boolean;
}

/** The doorbell of a log. */
export interface State {
  writers: readonly Writer[];
  sleepers: readonly Sleeper[];
  /** The sleeper that holds the doorbell, or -1. */
  holder: number;
}

export const initial = (bounds: Bounds): State => ({
  writers: Array.from({ length: bounds.writers }, () => ({
    ...{ stage: 'idle', shares: false, notifies: false, committed: false },
  })),
  sleepers: Array.from({ length: bounds.sleepers }, () => ({
    ...{ stage: 'looks', seen: [], rung: 'no', armed: false, locks: undefined, joined: false },
  })),
  holder: -1,
});

const writerStages: Writer['stage'][] = ['idle', 'written', 'rang', 'half committed', 'committed', 'over'];
const sleeperStages: Sleeper['stage'][] = [
  ...(['looks', 'found nothing', 'sleeps', 'arms', 'read the locks', 'joins', 'reads the locks again'] as const),
  ...(['disarms', 'leaves', 'releases', 'looks for sleepers', 'tells them', 'died'] as const),
];
const rings: Sleeper['rung'][] = ['no', 'rung', 'awake'];

const bits = (...values: boolean[]): number => values.reduce((sum, value) => sum * 2 + Number(value), 0);

/** Tells the numbers that make a state. */
export function encode({ writers, sleepers, holder }: State, put: (value: number) => void): void {
  put(holder);
  for (const { stage, shares, notifies, committed } of writers)
    put(writerStages.indexOf(stage) * 8 + bits(shares, notifies, committed));
  for (const { stage, seen, rung, armed, locks, joined } of sleepers) {
    put(sleeperStages.indexOf(stage) * 256 + rings.indexOf(rung) * 64 + bits(armed, joined, locks !== undefined));
    put(locks ? bits(locks.holder, locks.sleeper, locks.other) : 0);
    put(seen.reduce((sum, writer) => sum | (1 << writer), 0));
  }
}
