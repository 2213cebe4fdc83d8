import { expect } from 'vitest';
import { test } from '../../../harness/fixture.js';
import { column, createBlog } from '../../../harness/tenantBlog.js';

test('says of each check that all is well', async ({ db }) => {
  await createBlog(db);
  const { rows } = await db.asAdmin('select * from app.health_check()');
  expect(rows).toEqual(
    [
      'audited_table_exists',
      'triggers',
      'coverage',
      'columns',
      'definition',
      'audit_table',
      'generated_objects',
      'repeated_inserts',
      'history',
      'replication_role',
      'access',
      'ownership',
      'segments',
      'event_ids',
      'outbox_routes',
      'retention',
      'horizon',
      'delivery',
      'doorbell',
      'slots',
      'version',
    ].map((check) => ({ check, status: 'ok', detail: null, hint: null })),
  );
});

test('says that it cannot see who holds the horizon', async ({ db }) => {
  const { rows } = await db.sql.query(`select status, detail, hint from app.health_check() where detail is not null`);
  expect(rows).toEqual([
    {
      status: 'ok',
      detail: expect.stringContaining('is hidden from') as string,
      hint: expect.stringContaining('grant pg_read_all_stats to') as string,
    },
  ]);
});

test('changes nothing', async ({ db }) => {
  await createBlog(db);
  await db.sql.query('begin read only');
  expect(await column(db.sql, 'select distinct status from app.health_check()')).toEqual(['ok']);
  await db.sql.query('commit');
});
