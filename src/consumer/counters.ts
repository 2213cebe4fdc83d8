/** What a consumer has done since it was made; numbers of events. */
export interface Counters {
  /** Handed out to it, repetitions included. */
  delivered: number;
  /** Acknowledged by it. */
  acknowledged: number;
  /** Said to have failed, to come again. */
  failed: number;
  /** Said to have failed for the last time. */
  dead: number;
  /** Of batches whose acknowledgement came too late, and that are delivered again. */
  late: number;
}

/** @returns all at zero */
export const noCounters = (): Counters => ({ delivered: 0, acknowledged: 0, failed: 0, dead: 0, late: 0 });
