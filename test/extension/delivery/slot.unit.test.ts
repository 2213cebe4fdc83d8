import { afterAll, beforeAll, expect, test } from 'vitest';
import { column, rows, value } from '../../harness/query.js';
import { createTestDatabase, type TestDatabase } from '../../../build/server/databases.js';
import type { PostgresServer } from '../../../build/server/server.js';
import { startServer } from '../../../build/server/start.js';
import { failure } from '../../harness/events.js';
import { findings } from '../../harness/healthFindings.js';
import { create, write, writeMany } from '../../harness/delivery.js';

let server: PostgresServer;
beforeAll(async () => {
  server = await startServer({
    major: 18,
    provider: 'embedded',
    settings: { wal_level: 'logical', synchronous_commit: 'on' },
  });
});
afterAll(() => server.stop());

/** A database with a logical slot that a consumer follows. */
async function withSlot(work: (db: TestDatabase & { slot: string }) => Promise<void>): Promise<void> {
  const database = await createTestDatabase(server);
  const slot = `slot_${database.name}`;
  try {
    await database.asAdmin(`select pg_create_logical_replication_slot('${slot}', 'pgoutput')`);
    await work({ ...database, slot });
  } finally {
    await database.asAdmin(
      `select pg_drop_replication_slot(slot_name) from pg_replication_slots where slot_name = '${slot}'`,
    );
    await database.drop();
  }
}

/** What a connector does when it has sent everything up to now. */
const confirm = (db: TestDatabase & { slot: string }) =>
  db.asAdmin(`select pg_replication_slot_advance('${db.slot}', pg_current_wal_insert_lsn())`);

test('a consumer that follows a slot has dealt with what the slot confirmed', async () => {
  await withSlot(async (db) => {
    const sql = await db.connect();
    const pending = () => value(sql, 'select count(*)::int from app.v_outbox_pending');
    const follow = () => rows(sql, 'select consumer from app.follow_slots()');
    await create(sql, 'debezium', { slot: db.slot });
    const open = await db.connect();
    await open.query('begin');
    await write(open, 1);
    await writeMany(sql, 3);
    expect(await follow()).toEqual([]);
    expect(await follow()).toEqual([]);
    expect(await pending()).toBe(3);

    await confirm(db);
    expect(await follow()).toEqual([{ consumer: 'debezium' }]);
    expect(await pending()).toBe(0);
    await open.query('commit');
    expect(await pending()).toBe(1);
    await follow();
    await confirm(db);
    await follow();
    expect(await pending()).toBe(0);
    expect(await value(sql, 'select count(*)::int from app.slot_mark')).toBe(0);
  });
});

test('how far it is behind is counted from what the slot confirmed, in whichever transaction that was noticed', async () => {
  await withSlot(async (db) => {
    const sql = await db.connect();
    await create(sql, 'debezium', { slot: db.slot });
    await create(sql, 'another', { slot: db.slot });
    const lag = () => column(sql, 'select events_behind::int from app.v_consumer_lag');
    await writeMany(sql, 12_000);
    await sql.query('select app.maintain()');
    await confirm(db);
    expect(await column(sql, 'select detail from app.maintain() order by detail')).toEqual([
      `another: slot ${db.slot} confirmed event 12000`,
      `debezium: slot ${db.slot} confirmed event 12000`,
    ]);
    await writeMany(sql, 10_001);
    expect(await lag()).toEqual([10_001, 10_001]);
    await sql.query('begin; create table note (n integer); select app.follow_slots(); commit');
    await confirm(db);
    await sql.query('begin; create table other_note (n integer); select app.follow_slots(); commit');
    await writeMany(sql, 11_000);
    expect(await lag()).toEqual([11_000, 11_000]);
    expect(
      await value(sql, `select min(p.low) >= 12000 from app.consumer_position('outbox') p`),
      'what is left is searched from there',
    ).toBe(true);
  });
});

test('what the slot has not confirmed keeps its segment', async () => {
  await withSlot(async (db) => {
    const sql = await db.connect();
    await create(sql, 'debezium', { slot: db.slot });
    await writeMany(sql, 2);
    await db.asAdmin(`update app.outbox set segment = app.segment_of(now() - interval '9 days')`);
    const maintain = () => rows(sql, 'select action from app.maintain()');
    expect(await maintain()).toEqual([{ action: 'kept' }]);
    await confirm(db);
    expect(await maintain()).toEqual([{ action: 'slot' }, { action: 'emptied' }]);
  });
});

test('a slot that is gone is noticed, and holds its events until the consumer is moved', async () => {
  await withSlot(async (db) => {
    const sql = await db.connect();
    await create(sql, 'debezium', { slot: db.slot });
    await writeMany(sql, 2);
    await sql.query('select app.follow_slots()');
    await db.asAdmin(`select pg_drop_replication_slot('${db.slot}')`);
    expect(await rows(sql, 'select * from app.follow_slots()')).toEqual([
      { consumer: 'debezium', detail: `replication slot ${db.slot} is gone` },
    ]);
    expect(await value(sql, 'select slot_lost_at is not null from app.consumer')).toBe(true);

    // Its successor begins later: what it confirms says nothing about those events.
    await db.asAdmin(`select pg_create_logical_replication_slot('${db.slot}', 'pgoutput')`);
    await confirm(db);
    expect(await rows(sql, 'select * from app.follow_slots()')).toEqual([]);
    expect(await value(sql, 'select count(*)::int from app.v_outbox_pending')).toBe(2);
    await sql.query(`select app.seek_consumer('debezium', 'latest')`);
    expect(await value(sql, 'select count(*)::int from app.v_outbox_pending')).toBe(0);
    expect(await value(sql, 'select slot_lost_at from app.consumer')).toBe(null);
  });
});

test('such a consumer does not fetch, has one shard, and needs a slot of this database', async () => {
  await withSlot(async (db) => {
    const sql = await db.connect();
    await create(sql, 'debezium', { slot: db.slot });
    const fetching = await failure(sql.query(`select app.fetch_events('debezium')`));
    expect(fetching).toMatchObject({
      code: '55000',
      message: expect.stringContaining('follows replication slot') as string,
    });
    expect(await failure(create(sql, 'sharded', { slot: db.slot, shards: 2 }))).toMatchObject({
      code: '22023',
      message: 'p_shards cannot be used',
    });
    const unknown = await failure(create(sql, 'unknown', { slot: 'no_such_slot' }));
    expect(unknown).toMatchObject({ code: '42704', hint: expect.stringContaining('Create the slot first') as string });
  });
});

test('health tells of a slot that nobody reads, and of one that was lost', async () => {
  await withSlot(async (db) => {
    const sql = await db.connect();
    const told = async () =>
      (await findings(sql)).map(({ check, status, detail }) => `${check} ${status}: ${detail}`).join('\n');
    await create(sql, 'debezium', { slot: db.slot });
    await sql.query('select app.maintain()');
    expect(await told()).toMatch(
      /slots warning: slot \S+ of consumer debezium: \d+ \S+ of WAL not confirmed, inactive/,
    );

    await db.asAdmin(`alter system set max_slot_wal_keep_size = '1MB'`);
    await db.asAdmin('select pg_reload_conf()');
    for (let segment = 0; segment < 3; segment++) {
      await write(sql, segment);
      await db.asAdmin('select pg_switch_wal()');
    }
    await db.asAdmin('checkpoint');
    expect(await told()).toMatch(/slots error: slot \S+ of consumer debezium: .*WAL lost/);
    await sql.query('select app.maintain()');
    expect(await told()).toMatch(/delivery error: consumer debezium: replication slot \S+ was gone at/);
  });
});
