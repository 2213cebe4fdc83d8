import fc from 'fast-check';
import { ending, key, step, writer } from './step.js';
import type { Ending } from './world.js';

export const write = fc.tuple(writer, key).map(([who, k]) =>
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

/**
 * @param who - a writer
 * @param how - as what its transaction ends
 * @returns the step in which it does
 */
export const endOf = (who: number, how: Ending) =>
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
export const end = fc.tuple(writer, ending).map(([who, how]) => endOf(who, how));

export const savepoint = writer.map((who) =>
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

export const back = writer.map((who) =>
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
