import fc from 'fast-check';
import { expect } from 'vitest';
import { value } from '../../context/ask.js';
import { test } from '../../harness/fixture.js';
import { Expected } from './expected.js';
import { lastSteps, steps } from './steps.js';
import { World, type Log } from './world.js';

/** Delivers what is left when everybody has ended and everything is due. */
async function drain(expected: Expected, world: World): Promise<void> {
  for (let rest = 200; rest > 0; rest--) {
    const sql = await world.session('worker0');
    const { token, events, dead } = await world.fetch(sql, 100);
    expected.check(
      events.map(({ n }) => n),
      dead,
    );
    expected.fetched(token, events, dead);
    const batch = expected.out.at(-1);
    if (events.length === 0 || !batch) break;
    expected.acknowledged(batch, events.length, await world.call('ack_events', token));
  }
  expect(expected.left([])).toEqual([]);
}

const schedule = fc.record({
  log: fc.constantFrom<Log>('outbox', 'mutation_events'),
  shards: fc.integer({ min: 1, max: 3 }),
  commands: fc.commands(steps, { size: 'max', maxCommands: 80 }),
});

/** Schedules to run; SPECQL_MODEL_RUNS asks for more. */
const runs = Number(process.env.SPECQL_MODEL_RUNS ?? 60);

test(
  'whatever the order of writes, crashes and deliveries, events come as they were promised',
  { timeout: 60_000 + runs * 3_000 },
  async ({ db }) => {
    const world = new World(db);
    await fc.assert(
      fc.asyncProperty(schedule, async ({ log, shards, commands }) => {
        const expected = new Expected();
        await world.begin(log, shards);
        try {
          await fc.asyncModelRun(() => ({ model: expected, real: world }), commands);
          for (const step of lastSteps) if (step.check(expected)) await step.run(expected, world);
          await drain(expected, world);
          expect(
            await value(db.sql, 'select sum(events_behind) from app.v_consumer_lag where consumer = $1', [
              world.consumer,
            ]),
          ).toBe('0');
        } finally {
          await world.end();
        }
      }),
      { numRuns: runs },
    );
  },
);
