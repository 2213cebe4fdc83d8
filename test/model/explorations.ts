import { explore, type Exploration } from './checker/explore.js';
import type { Bounds } from './delivery/bounds.js';
import { deliveryModel } from './delivery/model.js';
import { doorbellModel } from './doorbell/model.js';
import type { Bounds as DoorbellBounds } from './doorbell/state.js';

type Named = Record<string, Partial<Bounds>>;

/** The right design within small bounds, each explored in seconds. */
export const small: Named = {
  'an expired lease': { xids: 5, expiries: 1 },
  'batches of two, acknowledged in parts': { events: 2, limit: 2, parts: true },
  'a crash of the server': { crashes: 1 },
  'fetches in transactions that have their xid': { hosted: true },
  'fetches in transactions that have written': { hostedByWriters: true },
  'fetches that stay open': { openFetches: true, failures: 1, oneKey: true, aborts: false, delays: false },
  'two workers of a shard': { workers: 2, xids: 5, aborts: false },
  'a segment that is truncated': { rotation: true, aborts: false },
  'a change from one shard to two': { divisions: 1, divided: 2, aborts: false },
  'failures that block their key': { oneKey: true, failures: 2, limit: 2, expiries: 1, aborts: false },
  'failures that are skipped': { oneKey: true, failures: 2, limit: 2, expiries: 1, aborts: false, policy: 'skip' },
  'dead letters before other events': { writers: 1, events: 3, xids: 3, failures: 2, aborts: false },
  'a seek': { seeks: 1, xids: 5, aborts: false },
  'a seek while an event is parked': { seeks: 1, failures: 1, oneKey: true, aborts: false },
  'a restore and a seek': { restores: 1, seeks: 1, aborts: false },
  'a restore while events are parked': { restores: 1, failures: 1, oneKey: true, aborts: false },
};

/** The right design within larger bounds, explored by hand. */
export const large: Named = {
  'three writers, an expired lease': { writers: 3, events: 2, xids: 6, expiries: 1 },
  'three writers, parts of batches': {
    ...{ writers: 3, events: 2, xids: 6, limit: 2, parts: true, expiries: 1, aborts: false },
  },
  'three writers, a crash': { writers: 3, xids: 6, crashes: 1 },
  'four writers': { writers: 4, xids: 7, aborts: false },
  'two shards, a segment that is truncated': { writers: 3, shards: 2, xids: 6, rotation: true, aborts: false },
  'a segment that is truncated, a crash': { xids: 5, rotation: true, crashes: 1, others: 1 },
  'three writers, a change of shards': { writers: 3, xids: 6, divisions: 1, divided: 2, aborts: false },
  'two workers that stay open': { workers: 2, xids: 6, openFetches: true, expiries: 1 },
  'failures that block their key': {
    writers: 3,
    oneKey: true,
    xids: 6,
    failures: 2,
    limit: 2,
    expiries: 1,
    aborts: false,
  },
  'failures that are skipped': {
    ...{ writers: 3, oneKey: true, xids: 6, failures: 2, limit: 2, expiries: 1, aborts: false, policy: 'skip' },
  },
  'failures and a segment that is truncated': { oneKey: true, xids: 5, failures: 2, rotation: true, expiries: 1 },
  'failures and a change of shards': { xids: 6, failures: 2, divisions: 1, divided: 2, aborts: false },
  'failures, seeks and a restore': { oneKey: true, xids: 5, failures: 1, seeks: 1, restores: 1, limit: 2 },
  'two restores and a crash': { xids: 5, restores: 2, crashes: 1 },
};

/** A wrong design, the bounds within which it is caught, by what property and after how many steps. */
export interface Caught<Limits> {
  bounds: Partial<Limits>;
  steps: number;
  property: string;
}

const lost = 'nothing is lost';
const unlooked = 'an idle consumer looks at what it has not had';
const unknown = 'retention knows what a consumer has not passed';
const disorder = 'events of one key are delivered in order';
const cut = 'truncation takes nothing that a consumer has not passed';

const one: Partial<Bounds> = { writers: 1, xids: 3 };
const key: Partial<Bounds> = { oneKey: true, failures: 1 };

/** The wrong designs of delivery. */
export const caught: Record<string, Caught<Bounds>> = {
  positionIsLastId: { bounds: {}, steps: 8, property: lost },
  takesNoXid: { bounds: {}, steps: 8, property: unlooked },
  idBeforeXid: { bounds: {}, steps: 8, property: unlooked },
  ignoresOpenBound: { bounds: {}, steps: 8, property: lost },
  ignoresRunningBounds: { bounds: { xids: 5 }, steps: 10, property: lost },
  forgetsItself: {
    ...{ bounds: { hostedByWriters: true }, steps: 8, property: 'no event is delivered before it has committed' },
  },
  trustsOwnXid: { bounds: { hosted: true, xids: 5 }, steps: 10, property: lost },
  acknowledgesMore: { bounds: { ...one, events: 2 }, steps: 10, property: unknown },
  takesAnyBatch: { bounds: { ...one, expiries: 1 }, steps: 11, property: unknown },
  lowIsPosition: { bounds: { rotation: true }, steps: 8, property: unknown },
  truncatesByAge: { bounds: { ...one, rotation: true }, steps: 5, property: cut },
  looksOnce: { bounds: { ...one, rotation: true }, steps: 6, property: cut },
  doesNotWait: { bounds: { divisions: 1, xids: 5 }, steps: 15, property: disorder },
  boundIsNew: { bounds: { divisions: 1, xids: 6 }, steps: 7, property: lost },
  parksAlone: { bounds: { ...key, limit: 2 }, steps: 13, property: disorder },
  skipsWithoutParking: { bounds: key, steps: 14, property: unknown },
  overtakesTheLog: { bounds: { ...key, limit: 2 }, steps: 14, property: disorder },
  forgetsDone: {
    bounds: { ...key, limit: 2, expiries: 1 },
    ...{ steps: 14, property: 'no event is delivered again after its acknowledgement' },
  },
  readsBlockedTwice: { bounds: key, steps: 22, property: unknown },
  deadLettersBlock: {
    bounds: { oneKey: true, failures: 2, maxAttempts: 2, limit: 2 },
    ...{ steps: 16, property: 'parked events are delivered in the end' },
  },
  dropsDeadLetters: { bounds: { failures: 1, maxAttempts: 1 }, steps: 10, property: unknown },
  seeksById: { bounds: { seeks: 1 }, steps: 4, property: unknown },
  keepsWindow: { bounds: { seeks: 1 }, steps: 10, property: unknown },
  keepsRetries: { bounds: { seeks: 1, failures: 1 }, steps: 17, property: disorder },
  noNewEpoch: { bounds: { restores: 1 }, steps: 4, property: lost },
  epochDoesNotWait: { bounds: { restores: 1 }, steps: 6, property: unknown },
  leavesOldEpoch: { bounds: { restores: 1 }, steps: 5, property: lost },
} satisfies Partial<Record<Bounds['fault'], Caught<Bounds>>>;

const unwoken = 'the sleeper is woken';
const unheld = 'while somebody sleeps, somebody holds the doorbell';

/** The wrong designs of the doorbell. */
export const doorbellCaught: Record<string, Caught<DoorbellBounds>> = {
  sleepsWithoutLooking: { bounds: {}, steps: 9, property: unwoken },
  holdsNoShare: { bounds: {}, steps: 11, property: unwoken },
  unlocksBeforeVisible: { bounds: {}, steps: 11, property: unwoken },
  handsNothingOver: { bounds: {}, steps: 16, property: unheld },
  joinsUnchecked: { bounds: {}, steps: 16, property: unheld },
} satisfies Partial<Record<DoorbellBounds['fault'], Caught<DoorbellBounds>>>;

/** Explores delivery within bounds. */
export const exploreDelivery = (bounds: Partial<Bounds>, mostStates?: number): Exploration =>
  explore(deliveryModel(bounds), mostStates);

/** Explores the doorbell within bounds. */
export const exploreDoorbell = (bounds: Partial<DoorbellBounds>, mostStates?: number): Exploration =>
  explore(doorbellModel(bounds), mostStates);
