import type { Counters } from './counters.js';

/** Of `Meter` in `@opentelemetry/api`, what a consumer uses; the application brings the package. */
export interface Meter {
  createObservableCounter(name: string, options?: { description?: string }): Observable;
  createObservableGauge(name: string, options?: { description?: string }): Observable;
}

interface Observable {
  addCallback(callback: Observe): void;
  removeCallback(callback: Observe): void;
}

type Observe = (result: { observe(value: number, attributes?: Record<string, string>): void }) => void | Promise<void>;

/**
 * Lets a meter observe a consumer, under names that begin with `specql_cdc.consumer.`.
 *
 * @param meter - of the application
 * @param consumer - its name, an attribute of each value
 * @param counters - read at each collection
 * @param eventsBehind - asked at each collection
 * @returns what ends it
 */
export function observe(
  meter: Meter,
  consumer: string,
  counters: Counters,
  eventsBehind: () => Promise<number>,
): () => void {
  const ends: (() => void)[] = [];
  const add = (instrument: Observable, value: () => number | Promise<number>) => {
    const callback: Observe = async (result) => {
      result.observe(await value(), { consumer });
    };
    instrument.addCallback(callback);
    ends.push(() => {
      instrument.removeCallback(callback);
    });
  };
  for (const name of Object.keys(counters) as (keyof Counters)[]) {
    add(meter.createObservableCounter(`specql_cdc.consumer.${name}`), () => counters[name]);
  }
  const lag = meter.createObservableGauge('specql_cdc.consumer.lag', { description: 'Events not dealt with.' });
  add(lag, eventsBehind);
  return () => {
    for (const end of ends) end();
  };
}
