/** What a consumer has done since it was made; numbers of events. */
export interface Counters {
  /** Delivered to it, repetitions included. */
  delivered: number;
  /** Acknowledged by it. */
  acknowledged: number;
  /** Reported as failed, to be delivered again. */
  failed: number;
  /** Reported as failed for the last time. */
  dead: number;
  /** In batches whose acknowledgement came too late; they are delivered again. */
  late: number;
}

/** @returns all at zero */
export const noCounters = (): Counters => ({ delivered: 0, acknowledged: 0, failed: 0, dead: 0, late: 0 });
