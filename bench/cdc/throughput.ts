import type { Effort } from './options.js';
import type { Stage } from './stage.js';
import { writeFast } from './writer.js';

/**
 * Writes and reads at the same time, as fast as can be.
 *
 * @param stage - where
 * @param effort - how many events
 * @returns events per second, from the first commit until the handler has them all
 */
export function throughput(stage: Stage, { events }: Effort): Promise<number> {
  return stage.reading(async (reader) => {
    const started = performance.now();
    await writeFast(stage.connections, stage.numbers(events));
    await reader.all(events);
    return (1000 * events) / (performance.now() - started);
  });
}
