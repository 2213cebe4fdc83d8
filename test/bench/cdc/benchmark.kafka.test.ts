import { expect } from 'vitest';
import { summarise } from '../../../bench/report/summary.js';
import { benchmark } from '../../../bench/cdc/benchmark.js';
import { Stage } from '../../../bench/cdc/stage.js';
import { ways } from '../../../bench/cdc/way.js';
import { test } from '../../harness/kafka/fixture.js';

test('the benchmark measures every way of streaming', async ({ pipeline }) => {
  const effort = { rounds: 1, seconds: 0.5, warmUpSeconds: 0.1, events: 500, counted: 50, aroundKillSeconds: 0 };
  const stage = await Stage.open(await pipeline());
  const summaries = (await benchmark(stage, effort, () => undefined)).map(summarise);
  expect(summaries).toHaveLength(7);
  for (const { rows, scenario } of summaries) {
    expect(rows.map(({ contestant }) => contestant)).toEqual(ways.map(({ name }) => name));
    for (const { median } of rows) expect(median, scenario).toBeGreaterThan(0);
  }
});
