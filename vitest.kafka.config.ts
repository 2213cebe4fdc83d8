import { defineConfig } from 'vitest/config';

/** The tests that run Kafka: one after the other, in one process that keeps the servers. */
export default defineConfig({
  test: {
    reporters: process.env.CI ? ['default', ['json', { outputFile: 'reports/kafka.json' }]] : ['default'],
    include: ['test/**/*.kafka.test.ts'],
    // For what never happens: what a test waits for takes seconds, and a minute on a loaded machine.
    testTimeout: 900_000,
    hookTimeout: 900_000,
    pool: 'forks',
    isolate: false,
    fileParallelism: false,
    maxWorkers: 1,
  },
});
