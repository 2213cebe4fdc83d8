import { deliveryModel } from './delivery/model.js';
import type { Bounds, Fault } from './delivery/bounds.js';
import type { Exploration } from './checker/explore.js';
import { explore } from './checker/explore.js';
import { doorbellModel } from './doorbell/model.js';
import type { Bounds as DoorbellBounds, Fault as DoorbellFault } from './doorbell/state.js';

/** The right design within bounds, by what may happen. */
export const small: Record<string, Partial<Bounds>> = {
  'writers, aborts and an expired lease': { xids: 5, expiries: 1 },
};

/** Wrong designs of delivery, and the bounds within which each is caught. */
export const faults: Partial<Record<Fault, Partial<Bounds>>> = {
  positionIsLastId: {},
  takesNoXid: {},
  idBeforeXid: {},
  ignoresOpenBound: {},
  ignoresRunningBounds: { xids: 5 },
  forgetsItself: { hostedByWriters: true },
  trustsOwnXid: { hosted: true, xids: 5 },
  acknowledgesMore: { writers: 1, events: 2, xids: 3 },
  takesAnyBatch: { writers: 1, xids: 3, expiries: 1 },
  lowIsPosition: { rotation: true },
  truncatesByAge: { writers: 1, xids: 3, rotation: true },
  looksOnce: { writers: 1, xids: 3, rotation: true },
  doesNotWait: { divisions: 1, xids: 5 },
  boundIsNew: { divisions: 1, xids: 6 },
  parksAlone: { oneKey: true, failures: 1, limit: 2 },
  skipsWithoutParking: { oneKey: true, failures: 1 },
  overtakesTheLog: { oneKey: true, failures: 1, limit: 2 },
  forgetsDone: { oneKey: true, failures: 1, limit: 2, expiries: 1 },
  readsBlockedTwice: { oneKey: true, failures: 1 },
  deadLettersBlock: { oneKey: true, failures: 2, maxAttempts: 2, limit: 2 },
  dropsDeadLetters: { failures: 1, maxAttempts: 1 },
  seeksById: { seeks: 1 },
  keepsWindow: { seeks: 1 },
  keepsRetries: { seeks: 1, failures: 1 },
  noNewEpoch: { restores: 1 },
  epochDoesNotWait: { restores: 1 },
  leavesOldEpoch: { restores: 1 },
};

/** Wrong designs of the doorbell, and the bounds within which each is caught. */
export const doorbellFaults: Partial<Record<DoorbellFault, Partial<DoorbellBounds>>> = {
  sleepsWithoutLooking: {},
  holdsNoShare: {},
  unlocksBeforeVisible: {},
  handsNothingOver: {},
  joinsUnchecked: {},
};

/** Explores delivery within bounds. */
export const exploreDelivery = (bounds: Partial<Bounds>, mostStates?: number): Exploration =>
  explore(deliveryModel(bounds), mostStates);

/** Explores the doorbell within bounds. */
export const exploreDoorbell = (bounds: Partial<DoorbellBounds>, mostStates?: number): Exploration =>
  explore(doorbellModel(bounds), mostStates);
