import { expect, test } from 'vitest';
import { createTestDatabase } from '../../../build/server/databases.js';
import { startServer } from '../../../build/server/start.js';
import { failure } from '../../harness/events.js';
import { column, value } from '../../harness/query.js';

// From 17 on the queue can be made small; before, it holds 8 GB.
test.each([17, 18] as const)(
  'a full queue of notifications fails no event, and consumers find events by looking: %s',
  async (major) => {
    const server = await startServer({ major, settings: { max_notify_queue_pages: '64' } });
    try {
      const database = await createTestDatabase(server);
      const consumer = await database.connect();
      await consumer.query(`select app.create_consumer('mailer')`);
      expect(await value(consumer, `select app.arm_doorbell('outbox')`)).toBe(true);

      // Any role can do this: it listens in a transaction that stays open, and notifies until nothing fits.
      const listener = await database.connect(await database.createRole('outsider'));
      await listener.query('listen anything');
      await listener.query('begin');
      await listener.query('select 1');
      const noisy = await database.connect();
      await noisy.query('set app.doorbell = off');
      while (Number(await value(noisy, 'select pg_notification_queue_usage()')) < 0.95) {
        await noisy.query(`select pg_notify('anything', repeat(n::text, 1000)) from generate_series(1, 2) n`);
      }
      const flood = `select pg_notify('anything', repeat('x', 7000) || n) from generate_series(1, 100) n`;
      expect(await failure(noisy.query(flood))).toMatchObject({ code: '54000' });

      const writer = await database.connect();
      await writer.query(`set app.notify_payload = on`);
      await writer.query(`select app.write_outbox_event('Post', gen_random_uuid(), 'PostCreated', '{}')`);
      await writer.query(`select app.write_outbox_events('[{"aggregate_type": "Post", "event_type": "PostCreated",
        "aggregate_id": "00000000-0000-4000-8000-000000000000", "event_payload": {}}]')`);
      await writer.query(`select app.log_cdc_event('POST_CREATED', 'post', null, 'CREATE', null, '{}')`);
      await writer.query(`select app.seek_consumer('mailer', 'earliest')`);
      expect(await value(consumer, `select count(*)::int from app.fetch_events('mailer')`)).toBe(2);
      const findings = await column(writer, `select detail from app.health_check() where "check" = 'doorbell'`);
      expect(findings).toContainEqual(expect.stringMatching(/^the queue of notifications is (9\d|100) % full$/));
    } finally {
      await server.stop();
    }
  },
);
