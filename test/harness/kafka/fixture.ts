import { test as base } from 'vitest';
import { pipeline, type Pipeline } from '../../../build/kafka/pipeline.js';
import { stack } from '../../../build/kafka/stack.js';

/** `test` of vitest, with pipelines that are removed after it. */
export const test = base.extend<{
  pipeline: (...args: string[]) => Promise<Pipeline>;
  running: (...args: string[]) => Promise<Pipeline>;
}>({
  // eslint-disable-next-line no-empty-pattern -- vitest reads the fixtures wanted from this pattern
  pipeline: async ({}, use) => {
    const made: Pipeline[] = [];
    await use(async (...args) => {
      const one = await pipeline(await stack(), ...args);
      made.push(one);
      return one;
    });
    for (const one of made) await one.remove();
  },
  running: async ({ pipeline: make }, use) => {
    await use(async (...args) => {
      const one = await make(...args);
      await one.prepareDatabase();
      const { exitCode, stderr } = await one.cdc('deploy');
      if (exitCode !== 0) throw new Error(`${stderr}\n${await one.stack.worker.log()}`);
      return one;
    });
  },
});
