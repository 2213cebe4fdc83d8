import os from 'node:os';
import { defineConfig, type TestProjectConfiguration } from 'vitest/config';

const majors = (process.env.SPECQL_TEST_MAJORS ?? '15,16,17,18').split(',');

/** Tests that need no server, or start their own; all others run once for each major. */
const unit = ['test/{build,harness,specql,debezium,demo,coverage,bench}/**/*.test.ts', 'test/**/*.unit.test.ts'];

/** Those that run Kafka have a configuration of their own: npm run test:debezium. */
const kafka = 'test/debezium/pipeline/**';

/** Other people's databases, minutes a major: on the oldest and the newest. */
const realInput = (major: string): string[] => (['15', '18'].includes(major) ? [] : ['test/realinput/**']);

const timeouts = { testTimeout: 60_000, hookTimeout: 60_000 };

const perMajor = (major: string): TestProjectConfiguration => ({
  test: {
    ...timeouts,
    name: `pg${major}`,
    include: ['test/**/*.test.ts'],
    exclude: [...unit, kafka, ...realInput(major)],
    globalSetup: 'test/harness/globalSetup.ts',
  },
});

export default defineConfig({
  test: {
    // Tests mostly wait for a server, so one worker less than there are processors is too few.
    maxWorkers: Math.max(2, os.availableParallelism()),
    projects: [{ test: { ...timeouts, name: 'unit', include: unit, exclude: [kafka] } }, ...majors.map(perMajor)],
    reporters: process.env.CI ? ['default', ['json', { outputFile: 'reports/tests.json' }]] : ['default'],
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts', 'build/**/*.ts'],
      exclude: ['test/**'],
      reportOnFailure: true,
      reportsDirectory: 'reports/coverage',
      reporter: ['text', 'json-summary'],
      thresholds: { lines: 90, statements: 90 },
    },
  },
});
