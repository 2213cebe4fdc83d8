import fc from 'fast-check';
import type { Policy } from './expected.js';
import { any, step } from './step.js';

export const replay = step('dead letters are replayed', async (expected, world) => {
  await world.call(world.sql, 'replay_dead_letters');
  expected.replay();
});

export const purge = step('dead letters are purged', async (expected, world) => {
  await world.call(world.sql, 'purge_dead_letters');
  expected.purge();
});

export const oneDead = fc.tuple(any, fc.boolean()).map(([which, again]) =>
  step(
    `dead letter ${which} is ${again ? 'replayed' : 'purged'}`,
    async (expected, world) => {
      const event = expected.dead[which % expected.dead.length];
      if (!event) return;
      await world.call(world.sql, again ? 'replay_dead_letters' : 'purge_dead_letters', await world.id(event.n));
      if (again) expected.replay([event]);
      else expected.purge([event]);
    },
    (expected) => expected.dead.length > 0,
  ),
);

export const seek = step('the consumer is moved to the beginning', async (expected, world) => {
  await world.call(world.sql, 'seek_consumer', world.first);
  expected.seek(0, []);
});

export const seekTo = any.map((which) =>
  step(
    `the consumer is moved to event ${which} of those left`,
    async (expected, world) => {
      const left = expected.left([]);
      const first = left[which % left.length];
      if (!first) return;
      const parked = await world.parked();
      await world.call(world.sql, 'seek_consumer', await world.id(first.n));
      expected.seek(first.n, parked);
    },
    (expected) => expected.left([]).length > 0,
  ),
);

export const seekLatest = step('the consumer is moved to the end', async (expected, world) => {
  const parked = await world.parked();
  await world.call(world.sql, 'seek_consumer', 'latest');
  expected.seekLatest(parked);
});

export const shards = fc.integer({ min: 1, max: 3 }).map((count) =>
  step(`${count} shards`, async (_, world) => {
    await world.create({ shards: count });
  }),
);

export const policy = fc.constantFrom<Policy>('block', 'skip').map((to) =>
  step(`on failure ${to}`, async (expected, world) => {
    expected.change(to, await world.parked());
    await world.create({ policy: to });
  }),
);

export const maintain = step('maintenance', async (_, world) => {
  await world.asAdmin('select app.maintain()');
});
