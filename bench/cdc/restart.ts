import { setTimeout as sleep } from 'node:timers/promises';
import type { Measurement } from '../measure.js';
import type { Effort } from './options.js';
import type { Stage } from './stage.js';
import { writeSteadily } from './writer.js';

/** What a killed broker did to the events around it; times count from the first event. */
export interface Restart {
  killedAtSeconds: number;
  /** When the broker answered again. */
  answeredAtSeconds: number;
  repeated: number;
  /** When the commit of each event was asked for, and how long until the handler had it; in order of time. */
  events: { atSeconds: number; latencyMs: number }[];
}

/** Events per second, each in a transaction of its own. */
const perSecond = 100;

/** Longer than a broker takes to start. */
const allowanceSeconds = 10;

/**
 * Kills the broker under steady events, and starts it again.
 *
 * @param stage - where
 * @param effort - how long before and after
 * @returns what became of the events; they all arrived
 */
export function restart(stage: Stage, { aroundKillSeconds }: Effort): Promise<Restart> {
  return stage.reading(async (reader) => {
    const { broker } = stage.pipeline.stack;
    const seconds = 2 * aroundKillSeconds + allowanceSeconds;
    const { first, last } = stage.numbers(perSecond * seconds);
    const started = performance.now();
    const since = (time: number) => (time - started) / 1000;
    const writing = writeSteadily(stage.connections, { first, perSecond, together: 1, seconds });
    const { killedAtSeconds, answeredAtSeconds, asked, arrivals } = await reader.insisting(async () => {
      await sleep(1000 * aroundKillSeconds);
      const killedAtSeconds = since(performance.now());
      await broker.kill();
      await broker.restart();
      const answeredAtSeconds = since(performance.now());
      const asked = await writing;
      const arrivals = await reader.all(last - first + 1);
      return { killedAtSeconds, answeredAtSeconds, asked, arrivals };
    });
    const events = [...asked].map(([n, at]) => ({
      atSeconds: since(at),
      latencyMs: (arrivals.get(n) ?? Number.NaN) - at,
    }));
    return {
      killedAtSeconds,
      answeredAtSeconds,
      repeated: reader.repeated,
      events: events.sort((a, b) => a.atSeconds - b.atSeconds),
    };
  });
}

/**
 * @param stage - where
 * @param restart - what became of the events
 * @returns the longest latency before, while and after the broker was away
 */
export function measured(stage: Stage, { killedAtSeconds, answeredAtSeconds, events }: Restart): Measurement {
  const longest = (from: number, to: number) => {
    const latencies = events
      .filter(({ atSeconds }) => atSeconds >= from && atSeconds < to)
      .map(({ latencyMs }) => latencyMs);
    return latencies.length > 0 ? [Math.max(...latencies)] : [];
  };
  return {
    major: stage.pipeline.stack.server.major,
    scenario: {
      name: `cdc/kill -9 of the broker at ${perSecond} events/s, longest latency`,
      unit: 'ms',
      subject: 'before',
    },
    figures: new Map(
      [
        ['before', longest(0, killedAtSeconds - 1)] as const,
        ['while it was away', longest(killedAtSeconds - 1, answeredAtSeconds)] as const,
        ['from 5 s after its return', longest(answeredAtSeconds + 5, Infinity)] as const,
      ].filter(([, latencies]) => latencies.length > 0),
    ),
  };
}
