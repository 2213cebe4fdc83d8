import { expect } from 'vitest';
import { test, type DatabaseFixture } from '../../harness/fixture.js';

const post = '0190d7f0-5a3c-7c3e-9d57-4f2f5a1c9b11';

const write = ({ sql }: DatabaseFixture, type: string) =>
  sql.query<{ id: string }>(`select app.write_outbox_event('Post', $1, $2, '{"n": 1.10}') as id`, [post, type]);

/** Runs a test with a slot that keeps messages, as a deployed connector's does. */
async function withSlot(db: DatabaseFixture, work: (slot: string) => Promise<void>): Promise<void> {
  await db.asAdmin(`select pg_create_logical_replication_slot('${db.name}', 'pgoutput')`);
  try {
    await work(db.name);
  } finally {
    await db.asAdmin(`select pg_drop_replication_slot('${db.name}')`);
  }
}

/** Does what the hint says, so that only the extension's owner writes messages. */
const closeEmitters = async (db: DatabaseFixture, hint?: string) =>
  db.asAdmin(
    (hint ?? (await db.sql.query<{ hint: string }>('select app.close_emitters_hint() as hint')).rows[0]?.hint ?? '')
      .replace('As a superuser run: ', '')
      .replace(/\.$/, ''),
  );

const stored = async ({ sql }: DatabaseFixture) =>
  (await sql.query<{ event_type: string }>('select event_type from app.outbox order by event_id')).rows.map(
    ({ event_type }) => event_type,
  );

const findings = async ({ sql }: DatabaseFixture) =>
  (
    await sql.query<{ status: string; detail: string | null }>(
      `select status, detail from app.health_check() where "check" = 'outbox_routes'`,
    )
  ).rows;

test('an event type can be kept out of the table, and taken back', async ({ db }) => {
  await withSlot(db, async () => {
    await db.sql.query(`select app.set_outbox_mode('Viewed', 'wal'), app.set_outbox_mode('Liked', 'wal')`);
    const { rows } = await write(db, 'Viewed');
    expect(rows[0]?.id).toMatch(/^[0-9a-f-]{36}$/);
    await write(db, 'Liked');
    await write(db, 'Created');
    expect(await stored(db)).toEqual(['Created']);
    await db.sql.query(`select app.set_outbox_mode('Viewed', 'table')`);
    await write(db, 'Viewed');
    await write(db, 'Liked');
    expect(await stored(db)).toEqual(['Created', 'Viewed']);
    await db.sql.query(`select app.set_outbox_mode('Liked', 'table')`);
    expect((await db.sql.query(`select from pg_trigger where tgname = 'outbox_route'`)).rowCount).toBe(0);
  });
});

test('a batch returns the ids of all its events, wherever they went', async ({ db }) => {
  await withSlot(db, async () => {
    await db.sql.query(`select app.set_outbox_mode('Viewed', 'wal')`);
    const { rows } = await db.sql.query<{ id: string }>(
      `select id from app.write_outbox_events((
         select jsonb_agg(jsonb_build_object('aggregate_type', 'Post', 'aggregate_id', $1::text, 'event_type', t, 'event_payload', 1))
         from unnest(array['Created', 'Viewed', 'Changed']) t)) id`,
      [post],
    );
    expect(new Set(rows.map(({ id }) => id)).size).toBe(3);
    const { rows: kept } = await db.sql.query<{ id: string }>('select id from app.outbox order by event_id');
    expect(kept).toEqual([rows[0], rows[2]]);
  });
});

test.for([
  ['viewed', 'wal', '22023', 'p_event_type cannot be used'],
  [null, 'wal', '22004', 'p_event_type is missing'],
  ['Viewed', 'queue', '22023', 'p_mode cannot be used'],
  ['Viewed', null, '22004', 'p_mode is missing'],
  ['Viewed', 'wal', '55000', 'p_mode cannot be wal: no replication slot of this database keeps the messages'],
] as const)('refuses type %s in mode %s', async ([type, mode, code, message], { db }) => {
  await expect(db.sql.query('select app.set_outbox_mode($1, $2)', [type, mode])).rejects.toMatchObject({
    code,
    message,
  });
  expect((await db.sql.query('select from app.outbox_route')).rowCount).toBe(0);
});

test('health tells of messages that nothing keeps, and of a trigger that a restore lost', async ({ db }) => {
  await withSlot(db, async () => {
    await closeEmitters(db);
    await db.sql.query(`select app.set_outbox_mode('Viewed', 'wal')`);
    expect(await findings(db)).toEqual([{ status: 'ok', detail: null }]);
    await db.sql.query('drop trigger outbox_route on app.outbox');
    expect(await findings(db)).toMatchObject([{ status: 'warning' }]);
    await db.sql.query(`select app.set_outbox_mode('Viewed', 'wal')`);
    expect(await findings(db)).toEqual([{ status: 'ok', detail: null }]);
  });
  expect(await findings(db)).toMatchObject([
    { status: 'error', detail: expect.stringContaining('events of type Viewed are lost') as string },
  ]);
});

test('mode wal warns while everybody can forge such an event; what the hint says ends it', async ({ db }) => {
  await withSlot(db, async () => {
    const warnings: { hint?: string | undefined }[] = [];
    db.sql.on('notice', (notice) => warnings.push(notice));
    await db.sql.query(`select app.set_outbox_mode('Viewed', 'wal')`);
    expect(warnings).toMatchObject([
      { severity: 'WARNING', message: 'everybody who may connect can forge events of the write-ahead log' },
    ]);
    expect(await findings(db)).toMatchObject([
      { status: 'warning', detail: expect.stringContaining('can forge events') as string },
    ]);
    await closeEmitters(db, warnings[0]?.hint);
    const outsider = await db.connect(await db.createRole('outsider'));
    await expect(outsider.query(`select pg_logical_emit_message(true, 'specql_outbox', '{}')`)).rejects.toMatchObject({
      code: '42501',
    });
    await db.sql.query(`select app.set_outbox_mode('Viewed', 'wal')`);
    expect(warnings).toHaveLength(1);
    expect(await findings(db)).toEqual([{ status: 'ok', detail: null }]);
    await write(db, 'Viewed');
    expect(await stored(db)).toEqual([]);
  });
});

test('only an administrator chooses', async ({ db }) => {
  const writer = await db.createRole('writer');
  await db.sql.query('select app.grant_writer($1)', [writer]);
  const sql = await db.connect(writer);
  await expect(sql.query(`select app.set_outbox_mode('Viewed', 'table')`)).rejects.toMatchObject({ code: '42501' });
});
