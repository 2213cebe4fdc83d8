import { defineConfig } from 'vitest/config';

/** The tests that run Kafka: one after the other, in one process that keeps the servers. */
export default defineConfig({
  test: {
    reporters: process.env.CI ? ['default', ['json', { outputFile: 'reports/kafka.json' }]] : ['default'],
    include: ['test/**/*.kafka.test.ts'],
    testTimeout: 180_000,
    hookTimeout: 180_000,
    pool: 'forks',
    isolate: false,
    fileParallelism: false,
    maxWorkers: 1,
  },
});
