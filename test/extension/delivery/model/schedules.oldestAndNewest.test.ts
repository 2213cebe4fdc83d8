import fc from 'fast-check';
import { expect } from 'vitest';
import { rows } from '../../../harness/query.js';
import { test } from '../../../harness/fixture.js';
import { Expected, type Policy } from './expected.js';
import { lastSteps, steps } from './steps.js';
import { World, type Log } from './world.js';

/** Delivers what is left when everybody has ended and everything is due. */
async function drain(expected: Expected, world: World): Promise<void> {
  for (let rest = 200; rest > 0; rest--) {
    const sql = await world.session('worker0');
    const fetched = await world.fetch(sql, 100);
    expected.check(fetched);
    if (fetched.events.length === 0) expected.checkIdle(fetched.dead);
    expected.fetched(fetched);
    const batch = expected.batches.at(-1);
    if (fetched.events.length === 0 || !batch) break;
    expected.acknowledged(batch, fetched.events.length, await world.call(sql, 'ack_events', fetched.token));
  }
  expect(expected.left([])).toEqual([]);
}

const schedule = fc.record({
  log: fc.constantFrom<Log>('outbox', 'mutation_events'),
  options: fc.record({
    policy: fc.constantFrom<Policy>('block', 'skip'),
    shards: fc.integer({ min: 1, max: 3 }),
    attempts: fc.integer({ min: 1, max: 4 }),
  }),
  commands: fc.commands(steps, { size: 'max', maxCommands: 80 }),
});

const lag = `
  select sum(events_behind)::int as behind, sum(retrying + blocked)::int as waiting, sum(dead_letters)::int as dead
  from app.v_consumer_lag where consumer = $1`;

/** Schedules to run; SPECQL_MODEL_RUNS asks for more. */
const runs = Number(process.env.SPECQL_MODEL_RUNS ?? 60);

test(
  'whatever the order of writes, crashes and deliveries, events come as they were promised',
  { timeout: 300_000 + runs * 10_000 },
  async ({ db }) => {
    const world = new World(db);
    await fc.assert(
      fc.asyncProperty(schedule, async ({ log, options, commands }) => {
        const expected = new Expected(options.policy, options.attempts);
        await world.begin(log, options);
        try {
          await fc.asyncModelRun(() => ({ model: expected, real: world }), commands);
          for (const step of lastSteps) if (step.check(expected)) await step.run(expected, world);
          await drain(expected, world);
          expect(await rows(db.sql, lag, [world.consumer])).toEqual([
            { behind: 0, waiting: 0, dead: expected.dead.length },
          ]);
        } finally {
          await world.end();
        }
      }),
      { numRuns: runs },
    );
  },
);
