import fc from 'fast-check';
import { expect } from 'vitest';
import { keys, type Expected, type Out, type Policy } from './expected.js';
import { workers, writers, type Ending, type World } from './world.js';

export type Step = fc.AsyncCommand<Expected, World>;

/** A step of a schedule; left out where it is not possible. */
function step(
  name: string,
  run: (expected: Expected, world: World) => Promise<void>,
  possible: (expected: Readonly<Expected>) => boolean = () => true,
): Step {
  return { check: possible, run, toString: () => name };
}

const key = fc.nat(keys - 1);
const writer = fc.nat(writers - 1);
const worker = fc.nat(workers - 1).map((n) => `worker${n}`);
const ending = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Ending>('commit') },
  { weight: 1, arbitrary: fc.constantFrom<Ending>('rollback', 'crash') },
);
const limit = fc.constantFrom(1, 2, 3, 100);

const write = fc.tuple(writer, key).map(([who, k]) =>
  step(
    `writer${who} writes key ${k}`,
    async (expected, world) => {
      const sql = await world.session(`writer${who}`);
      const transaction = expected.open.get(who) ?? { events: [] };
      if (!expected.open.has(who)) await sql.query('begin');
      expected.open.set(who, transaction);
      const event = expected.written(k);
      await world.write(sql, event.n, k);
      transaction.events.push(event);
    },
    (expected) => expected.isFree(k, who),
  ),
);

const endOf = (who: number, how: Ending) =>
  step(
    `writer${who} ends by ${how}`,
    async (expected, world) => {
      if (how === 'crash') await world.drop(`writer${who}`);
      else await (await world.session(`writer${who}`)).query(how);
      if (how === 'commit') expected.commit(expected.open.get(who)?.events ?? []);
      expected.open.delete(who);
    },
    (expected) => expected.open.has(who),
  );
const end = fc.tuple(writer, ending).map(([who, how]) => endOf(who, how));

const savepoint = writer.map((who) =>
  step(
    `writer${who} sets a savepoint`,
    async (expected, world) => {
      await (await world.session(`writer${who}`)).query('savepoint s');
      const transaction = expected.open.get(who);
      if (transaction) transaction.savepoint = transaction.events.length;
    },
    (expected) => expected.open.has(who),
  ),
);

const back = writer.map((who) =>
  step(
    `writer${who} goes back to its savepoint`,
    async (expected, world) => {
      await (await world.session(`writer${who}`)).query('rollback to s');
      const transaction = expected.open.get(who);
      transaction?.events.splice(transaction.savepoint ?? 0);
    },
    (expected) => expected.open.get(who)?.savepoint !== undefined,
  ),
);

const shard = fc.option(fc.nat(2), { freq: 5 });

const fetch = fc.tuple(worker, limit, ending, shard).map(([who, most, how, only]) =>
  step(
    `${who} fetches ${most}${only === null ? '' : ` of shard ${only}`} and ends by ${how}`,
    async (expected, world) => {
      const fetched = await world.transaction(who, how, (sql) => world.fetch(sql, most, { shard: only }));
      expected.check(fetched);
      if (fetched.events.length === 0 && only === null) expected.checkIdle(fetched.dead);
      if (how === 'commit') expected.fetched(fetched);
    },
  ),
);

/** The transactional handler; it may write an event before it looks. */
const consume = fc.tuple(worker, limit, ending, fc.option(key)).map(([who, most, how, own]) =>
  step(
    `${who} consumes ${most}, writes ${own === null ? 'nothing' : `key ${own}`} and ends by ${how}`,
    async (expected, world) => {
      const event = own === null ? undefined : expected.written(own);
      const fetched = await world.atOnce(who, how, async (sql) => {
        if (event) {
          await world.write(sql, event.n, event.key);
          // Another transaction, so that this one is older than what has ended.
          await world.asAdmin('select txid_current()');
        }
        return world.fetch(sql, most, { consume: true });
      });
      expected.check(fetched);
      if (how !== 'commit') return;
      if (event) expected.commit([event]);
      expected.fetched(fetched);
      const batch = expected.out.at(-1);
      if (batch && fetched.events.length > 0) expected.acknowledged(batch, fetched.events.length, 'acknowledged');
    },
    (expected) => own === null || expected.isFree(own),
  ),
);

/** A worker that fetches, has a failure and acknowledges the rest in one transaction. */
const handle = fc.tuple(worker, limit, ending, fc.nat(20)).map(([who, most, how, place]) =>
  step(`${who} handles ${most}, of which event ${place} fails, and ends by ${how}`, async (expected, world) => {
    let due: unknown;
    let answer: unknown;
    const fetched = await world.atOnce(who, how, async (sql) => {
      const fetched = await world.fetch(sql, most);
      const failed = fetched.events[place % fetched.events.length];
      if (!failed) return fetched;
      due = await world.call(sql, 'nack_event', failed.id, 'no', '1 hour');
      answer = await world.call(sql, 'ack_events', fetched.token);
      return fetched;
    });
    expected.check(fetched);
    if (how !== 'commit') return;
    expected.fetched(fetched);
    const batch = expected.out.at(-1);
    const failed = batch?.events[place % batch.events.length];
    if (!batch || !failed || fetched.events.length === 0) return;
    expected.failed(batch, failed.event, true, due === null);
    expected.acknowledged(batch, batch.events.length, answer);
  }),
);

const any = fc.nat(20);
const atLeastOne = (expected: Readonly<Expected>) => expected.out.length > 0;
/** One of the latest batches, whatever has become of it. */
const oneOf = (expected: Expected, index: number) => {
  const batch = expected.out.at(-1 - (index % Math.min(expected.out.length, 4)));
  if (!batch) throw new Error('no batch');
  return batch;
};

/** Nobody else has its events, though its lease may be over. */
const isOut = ({ state }: Out) => state === 'leased' || state === 'ended';

const acknowledge = fc.tuple(any, any, worker, ending).map(([which, part, who, how]) =>
  step(
    `${who} acknowledges batch ${which}${part % 2 === 0 ? '' : ` up to ${part}`} and ends by ${how}`,
    async (expected, world) => {
      const batch = oneOf(expected, which);
      const last = part % 2 === 0 ? undefined : batch.events[part % batch.events.length];
      const answer = await world.transaction(who, how, async (sql) => {
        return world.call(sql, 'ack_events', batch.token, last?.id);
      });
      if (how !== 'commit') return;
      expected.acknowledged(batch, last ? batch.events.indexOf(last) + 1 : batch.events.length, answer);
    },
    atLeastOne,
  ),
);

const fail = fc.tuple(any, any, fc.boolean()).map(([which, place, later]) =>
  step(
    `event ${place} of batch ${which} fails${later ? ', to come again later' : ''}`,
    async (expected, world) => {
      const batch = oneOf(expected, which);
      const failed = batch.events[place % batch.events.length];
      if (!isOut(batch) || !failed) return;
      const due = await world.call(world.sql, 'nack_event', failed.id, 'no', later ? '1 hour' : '0');
      expected.failed(batch, failed.event, later, due === null);
    },
    atLeastOne,
  ),
);

const release = any.map((which) =>
  step(
    `batch ${which} is given back`,
    async (expected, world) => {
      const batch = oneOf(expected, which);
      if (!isOut(batch)) return;
      const given = await world.call(world.sql, 'release_events', batch.token);
      if (batch.events.length > 0) expect(given).toBe(true);
      Object.assign(batch, { state: 'over', events: [] });
    },
    atLeastOne,
  ),
);

const extend = any.map((which) =>
  step(
    `batch ${which} is given more time`,
    async (expected, world) => {
      const batch = oneOf(expected, which);
      const given = await world.call(world.sql, 'extend_lease', batch.token);
      if (batch.events.length > 0 || !isOut(batch)) expect(given, `a batch that is ${batch.state}`).toBe(isOut(batch));
      if (given && batch.state === 'ended') batch.state = 'leased';
    },
    atLeastOne,
  ),
);

const past = `now() - interval '1 second'`;

const expire = step('all leases end', async (expected, world) => {
  await world.asAdmin(`
      update app.consumer_state set leased_until = ${past} where leased_until > now();
      update app.consumer_retry set leased_until = ${past} where leased_until > now()`);
  expected.expire();
});

const comeDue = step('all retries are due', async (expected, world) => {
  await world.asAdmin(`update app.consumer_retry set due_at = ${past} where due_at > now()`);
  expected.comeDue();
});

const replay = step('dead letters are replayed', async (expected, world) => {
  await world.call(world.sql, 'replay_dead_letters');
  expected.replay();
});

const purge = step('dead letters are purged', async (expected, world) => {
  await world.call(world.sql, 'purge_dead_letters');
  expected.purge();
});

const oneDead = fc.tuple(any, fc.boolean()).map(([which, again]) =>
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

const seek = step('the consumer is moved to the beginning', async (expected, world) => {
  await world.call(world.sql, 'seek_consumer', world.first);
  expected.seek(0, []);
});

const seekTo = any.map((which) =>
  step(
    `the consumer is moved to event ${which} of those left`,
    async (expected, world) => {
      const left = expected.left([]);
      const first = left[which % left.length];
      if (!first) return;
      const aside = await world.aside();
      await world.call(world.sql, 'seek_consumer', await world.id(first.n));
      expected.seek(first.n, aside);
    },
    (expected) => expected.left([]).length > 0,
  ),
);

const seekLatest = step('the consumer is moved to the end', async (expected, world) => {
  const aside = await world.aside();
  await world.call(world.sql, 'seek_consumer', 'latest');
  expected.seekLatest(aside);
});

const shards = fc.integer({ min: 1, max: 3 }).map((count) =>
  step(`${count} shards`, async (_, world) => {
    await world.create({ shards: count });
  }),
);

const policy = fc.constantFrom<Policy>('block', 'skip').map((to) =>
  step(`on failure ${to}`, async (expected, world) => {
    expected.change(to, await world.aside());
    await world.create({ policy: to });
  }),
);

const maintain = step('maintenance', async (_, world) => {
  await world.asAdmin('select app.maintain()');
});

const often = (arbitrary: fc.Arbitrary<Step>, times: number) => Array.from({ length: times }, () => arbitrary);

/** The steps of a schedule, as often as they shall be in it. */
export const steps = [
  ...often(write, 16),
  ...often(end, 10),
  ...often(fetch, 12),
  ...often(acknowledge, 8),
  ...often(consume, 3),
  ...often(handle, 3),
  ...often(fail, 5),
  ...often(fc.constantFrom(expire, comeDue), 4),
  ...[savepoint, savepoint, back, release, extend, shards, policy, fc.constantFrom(maintain, replay, purge), oneDead],
  fc.oneof(fc.constantFrom(seek, seekLatest), seekTo),
];

/** After these everything is committed and due. */
export const lastSteps = [
  ...Array.from({ length: writers }, (_, who) => endOf(who, 'commit')),
  expire,
  comeDue,
  replay,
];
