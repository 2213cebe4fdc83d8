import { isDeepStrictEqual } from 'node:util';
import camelcaseKeys from 'camelcase-keys';
import { JsonTransformer } from '../../src/response/transform/jsonTransformer.js';
import type { Bench, Contestant, Scenario, Target } from '../bench.js';
import { document, types } from './document.js';
import { memory } from './memory.js';
import { cachedCamelCase, rename } from './rename.js';

const usual = 'parse, rename, stringify';
const threeTimes: Target = { against: usual, speedAtLeast: 3 };

const sizes: Record<string, { bytes: number; targets: Target[] }> = {
  '1 KB': { bytes: 1000, targets: [] },
  '10 KB': { bytes: 10_000, targets: [{ of: 'specql_cdc', millisecondsAtMost: 0.1 }, threeTimes] },
  '1 MB': { bytes: 1_000_000, targets: [threeTimes] },
};

/** JSON of the database made JSON of the client, as bytes to be sent. */
export const responses: Scenario[] = [
  ...Object.entries(sizes).map(([size, { bytes, targets }]) => ({
    name: `response/transformation of ${size}`,
    unit: 'ms' as const,
    subject: 'specql_cdc',
    targets,
    contestants: (bench: Bench) => Promise.resolve(contestants(bench, document(bytes))),
  })),
  memory,
];

function contestants({ effort }: Bench, json: string): Contestant[] {
  const transformer = new JsonTransformer(types);
  const typed = rename(JSON.parse(json), types);
  const untyped = rename(JSON.parse(json), {});
  // Many documents in a turn: one is over before a clock can tell.
  const times = Math.ceil((effort.queries * 100_000) / json.length);
  return [
    contestant('specql_cdc', times, typed, () => transformer.transform(json)),
    contestant(usual, times, typed, () => JSON.stringify(rename(JSON.parse(json), types))),
    contestant(`${usual}, names cached`, times, typed, () =>
      JSON.stringify(rename(JSON.parse(json), types, cachedCamelCase)),
    ),
    contestant('camelcase-keys, without types', times, untyped, () =>
      JSON.stringify(camelcaseKeys(JSON.parse(json) as Record<string, unknown>, { deep: true })),
    ),
  ];
}

function contestant(name: string, times: number, expected: unknown, transform: () => string): Contestant {
  return {
    name,
    run() {
      const started = performance.now();
      for (let time = 0; time < times; time += 1) Buffer.from(transform());
      return Promise.resolve((performance.now() - started) / times);
    },
    check() {
      if (!isDeepStrictEqual(JSON.parse(transform()), expected)) throw new Error(`${name} made something else of it`);
      return Promise.resolve();
    },
  };
}
