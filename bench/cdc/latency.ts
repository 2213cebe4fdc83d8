import type { Effort } from './options.js';
import type { Stage } from './stage.js';
import { writeSteadily } from './writer.js';
import { quantile } from '../statistics.js';

/** Milliseconds from the moment a commit is asked for until the handler has the event. */
export interface Latency {
  median: number;
  percentile99: number;
}

/** Events that one transaction writes: at the higher rate some come together. */
const together = (perSecond: number) => Math.max(1, perSecond / 200);

/**
 * @param stage - where
 * @param perSecond - rate of events
 * @param effort - for how long, after what warm-up
 * @returns the latency of the events after the warm-up
 */
export function latency(stage: Stage, perSecond: number, { warmUpSeconds, seconds }: Effort): Promise<Latency> {
  return stage.reading(async (reader) => {
    const { first, last } = stage.numbers(perSecond * (warmUpSeconds + seconds));
    const pace = { first, perSecond, together: together(perSecond), seconds: warmUpSeconds + seconds };
    const asked = await writeSteadily(stage.connections, pace);
    const arrivals = await reader.all(last - first + 1);
    const times = [...asked]
      .filter(([n]) => n >= first + perSecond * warmUpSeconds)
      .map(([n, at]) => (arrivals.get(n) ?? Number.NaN) - at);
    return { median: quantile(times, 0.5), percentile99: quantile(times, 0.99) };
  });
}
