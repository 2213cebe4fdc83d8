import { expect } from 'vitest';
import { create, fetch, writeMany } from '../../../harness/delivery.js';
import { test } from '../../../harness/fixture.js';
import { findings } from '../../../harness/healthFindings.js';

test('a consumer that is stuck, that is suspended, that has dead letters, and maintenance that does not run', async ({
  db,
}) => {
  await create(db.sql, 'stuck');
  await writeMany(db.sql, 2);
  await db.asAdmin(`update app.outbox set created_at = now() - interval '1 hour'`);
  const texts = async () => (await findings(db.sql)).map((finding) => JSON.stringify(finding)).join('\n');
  expect(await texts()).toContain('consumer stuck, shard 0: 2 events behind');
  expect(await texts()).toContain('app.maintain() has not run since the installation');

  await create(db.sql, 'stuck', { max_lag: '30 minutes', max_attempts: 1 });
  const [event] = await fetch(db.sql, 'stuck');
  await db.sql.query(`select app.nack_event('stuck', $1, 'no')`, [event?.eventId]);
  expect(await texts()).toContain('consumer stuck has 1 dead letters');
  await db.sql.query('select app.maintain()');
  await db.sql.query('select app.maintain()');
  expect(await texts()).not.toContain('has not run');
  expect(await texts()).toContain('consumer stuck is suspended');
});
