import { expect } from 'vitest';
import { rows } from '../../harness/query.js';
import { test } from '../../harness/fixture.js';
import { customerDeleted, log, postId } from '../../harness/events.js';

test("a change is shown in the form of Debezium's envelope", async ({ db }) => {
  const [before, after] = [{ n: 1 }, { n: 2 }];
  await log(db.sql, { ...customerDeleted, operation: 'CREATE', before: null, after, metadata: { by: 'ann' } });
  await log(db.sql, { ...customerDeleted, operation: 'UPDATE', before, after });
  await log(db.sql, {
    ...customerDeleted,
    operation: 'DELETE',
    before,
    schema: 'crm',
    table: 'tb_customer',
    entity_id: null,
  });

  const events = await rows(db.sql, 'select * from app.v_mutation_events_debezium order by event_id');
  const sources = await rows(db.sql, 'select source from app.mutation_events order by event_id');
  const envelope = (index: number, op: string, images: object) => {
    const source = sources[index]?.source as { ts_ms: number };
    return { ...images, op, source, ts_ms: source.ts_ms };
  };
  expect(events).toEqual([
    { event_id: '1', key: { id: postId }, envelope: envelope(0, 'c', { before: null, after }) },
    { event_id: '2', key: { id: postId }, envelope: envelope(1, 'u', { before, after }) },
    { event_id: '3', key: null, envelope: envelope(2, 'd', { before, after: null }) },
  ]);
  expect(sources[2]?.source).toMatchObject({ schema: 'crm', table: 'tb_customer', db: db.name });
});
