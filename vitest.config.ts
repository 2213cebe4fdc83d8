import { readdirSync } from 'node:fs';
import os from 'node:os';
import { defineConfig, type TestProjectConfiguration } from 'vitest/config';

const majors = (process.env.SPECQL_TEST_MAJORS ?? '15,16,17,18').split(',');

/** The project a test belongs to follows from its suffix; test/harness/README.md tells them. */
const unit = 'test/**/*.unit.test.ts';
const kafka = 'test/**/*.kafka.test.ts';
const oldestAndNewest = 'test/**/*.oldestAndNewest.test.ts';
const newest = 'test/**/*.newest.test.ts';

/** What behaves alike on the majors between if it does on the oldest and the newest. */
const outside = 'test/{src,examples,repository/docs}/**';

/** What every major runs, in a fixed order. Of that 16 and 17 take one half each, unless one is asked for alone. */
const everywhere = readdirSync('test', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.ts') && !/\.(unit|kafka|oldestAndNewest|newest)\.test\.ts$/.test(file))
  .map((file) => `test/${file}`)
  .sort();

const leftOut = (major: string): string[] => {
  if (major === '18') return [];
  if (major === '15') return [newest];
  const others = ['16', '17'].every((between) => majors.includes(between))
    ? everywhere.filter((_, index) => index % 2 === Number(major) % 2)
    : [];
  return [newest, oldestAndNewest, outside, ...others];
};

/** Tests wait for what must happen. These ends are for what never happens, and so far away that no loaded machine reaches them. */
const minutes = 60_000;
const timeouts = {
  testTimeout: 5 * minutes,
  hookTimeout: 5 * minutes,
  teardownTimeout: minutes,
  expect: { poll: { interval: 5, timeout: 4 * minutes } },
};

const perMajor = (major: string): TestProjectConfiguration => ({
  test: {
    ...timeouts,
    name: `pg${major}`,
    include: ['test/**/*.test.ts'],
    exclude: [unit, kafka, ...leftOut(major)],
    globalSetup: 'test/harness/globalSetup.ts',
  },
});

export default defineConfig({
  test: {
    // A worker that keeps its modules from file to file takes a third less processor time; no test leaves anything behind in them.
    isolate: false,
    // Tests mostly wait for a server, so one worker less than there are processors is too few.
    maxWorkers: Math.max(2, os.availableParallelism()),
    projects: [{ test: { ...timeouts, name: 'unit', include: [unit] } }, ...majors.map(perMajor)],
    reporters: process.env.CI
      ? ['default', ['json', { outputFile: process.env.SPECQL_TEST_REPORT ?? 'reports/tests.json' }]]
      : ['default'],
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts', 'build/**/*.ts'],
      // What runs the servers of tests and benchmark, and Kafka.
      exclude: ['build/{server,kafka}/**'],
      reportOnFailure: true,
      reportsDirectory: 'reports/coverage',
      reporter: ['text', 'json-summary'],
      thresholds: { lines: 90, statements: 90 },
    },
  },
});
