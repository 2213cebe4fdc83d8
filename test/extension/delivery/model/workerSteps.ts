import fc from 'fast-check';
import { expect } from 'vitest';
import type { Expected, DeliveredBatch } from './expected.js';
import { any, ending, key, step } from './step.js';
import { workers } from './world.js';

const worker = fc.nat(workers - 1).map((n) => `worker${n}`);
const limit = fc.constantFrom(1, 2, 3, 100);
const shard = fc.option(fc.nat(2), { freq: 5 });

export const fetch = fc.tuple(worker, limit, ending, shard).map(([who, most, how, only]) =>
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
export const consume = fc.tuple(worker, limit, ending, fc.option(key)).map(([who, most, how, own]) =>
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
      const batch = expected.batches.at(-1);
      if (batch && fetched.events.length > 0) expected.acknowledged(batch, fetched.events.length, 'acknowledged');
    },
    (expected) => own === null || expected.isFree(own),
  ),
);

/** A worker that fetches, has a failure and acknowledges the rest in one transaction. */
export const handle = fc.tuple(worker, limit, ending, fc.nat(20)).map(([who, most, how, place]) =>
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
    const batch = expected.batches.at(-1);
    const failed = batch?.events[place % batch.events.length];
    if (!batch || !failed || fetched.events.length === 0) return;
    expected.failed(batch, failed.event, true, due === null);
    expected.acknowledged(batch, batch.events.length, answer);
  }),
);

const atLeastOne = (expected: Readonly<Expected>) => expected.batches.length > 0;
/** One of the latest batches, whatever has become of it. */
const oneOf = (expected: Expected, index: number) => {
  const batch = expected.batches.at(-1 - (index % Math.min(expected.batches.length, 4)));
  if (!batch) throw new Error('no batch');
  return batch;
};

/** Nobody else has its events, though its lease may be over. */
const isOut = ({ state }: DeliveredBatch) => state === 'leased' || state === 'ended';

export const acknowledge = fc.tuple(any, any, worker, ending).map(([which, part, who, how]) =>
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

export const fail = fc.tuple(any, any, fc.boolean()).map(([which, place, later]) =>
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

export const release = any.map((which) =>
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

export const extend = any.map((which) =>
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

export const expire = step('all leases end', async (expected, world) => {
  await world.asAdmin(`
      update app.consumer_state set leased_until = ${past} where leased_until > now();
      update app.consumer_retry set leased_until = ${past} where leased_until > now()`);
  expected.expire();
});

export const comeDue = step('all retries are due', async (expected, world) => {
  await world.asAdmin(`update app.consumer_retry set due_at = ${past} where due_at > now()`);
  expected.comeDue();
});
