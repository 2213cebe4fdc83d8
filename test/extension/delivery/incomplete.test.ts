import { expect } from 'vitest';
import { failure } from '../../harness/events.js';
import { test } from '../../harness/fixture.js';
import { create, drain, fetch, numbers, writeMany } from '../../harness/delivery.js';
import { expectMended } from '../../harness/healthFindings.js';

test('a consumer that a failed restore left incomplete is reported, and mended by the call that is named', async ({
  db,
}) => {
  const kinds = ['shard', 'shards', 'position', 'lock'];
  for (const kind of kinds) await create(db.sql, kind, { shards: 2 });
  await writeMany(db.sql, 4, 4);
  await db.sql.query('select * from app.maintain()');
  await db.asAdmin(`
    delete from app.consumer_shard where consumer = 'shards' or consumer = 'shard' and shard = 1;
    delete from app.consumer_state using app.consumer_shard s where consumer_state.shard_id = s.shard_id and consumer = 'position' and shard = 0;
    delete from app.retry_lock where consumer = 'lock'`);
  expect(await failure(fetch(db.sql, 'shards'))).toMatchObject({
    code: '55000',
    message: 'p_consumer: shards has no shards',
    hint: expect.stringContaining(`select app.seek_consumer('shards', 'earliest')`) as string,
  });
  await expectMended(
    db.sql,
    [...kinds].sort().map((kind) => ['delivery', `consumer ${kind} lacks shards or positions`]),
  );
  for (const kind of kinds) expect(numbers(await drain(db.sql, kind)).sort()).toEqual([1, 2, 3, 4]);

  await db.asAdmin(`delete from app.consumer_shard where consumer = 'lock'`);
  await create(db.sql, 'lock', { shards: 3 });
  expect(numbers(await drain(db.sql, 'lock')).sort()).toEqual([1, 2, 3, 4]);
});
