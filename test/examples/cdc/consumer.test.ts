import { readFile } from 'node:fs/promises';
import { expect } from 'vitest';
import { eventOf } from '../../../examples/cdc/consumer/event.js';
import { handle } from '../../../examples/cdc/consumer/handle.js';
import { rows } from '../../harness/query.js';
import { test as base, type DatabaseFixture } from '../../harness/fixture.js';

const test = base.extend<{ feed: DatabaseFixture }>({
  feed: async ({ emptyDb }, use) => {
    await emptyDb.sql.query(await readFile('examples/cdc/consumer/schema.sql', 'utf8'));
    await use(emptyDb);
  },
});

const message = (id: number, type = 'PostCreated') =>
  eventOf(
    new Map([
      ['id', `00000000-0000-7000-8000-00000000000${id}`],
      ['event_type', type],
      ['aggregate_id', 'p1'],
      ['tenant_id', null],
    ]),
    '{"title": "Hello"}',
  );

const posts = ({ sql }: DatabaseFixture) => rows(sql, 'select id, changes, last_event from feed.post');

test('a message that comes twice has one effect, another of the same post has its own', async ({ feed }) => {
  expect(await handle(feed.sql, message(1))).toBe(true);
  expect(await handle(feed.sql, message(1))).toBe(false);
  expect(await handle(feed.sql, message(2, 'PublishPost'))).toBe(true);
  expect(await posts(feed)).toEqual([{ id: 'p1', changes: 2, last_event: 'PublishPost' }]);
});

test('two consumers that have the same message at the same time give it one effect', async ({ feed }) => {
  const other = await feed.connect();
  const effects = await Promise.all([handle(feed.sql, message(1)), handle(other, message(1))]);
  expect(effects.sort()).toEqual([false, true]);
  expect(await posts(feed)).toEqual([{ id: 'p1', changes: 1, last_event: 'PostCreated' }]);
});

test('a message whose effect failed counts as not seen', async ({ feed }) => {
  await feed.sql.query('alter table feed.post add constraint closed check (false) not valid');
  await expect(handle(feed.sql, message(1))).rejects.toThrow('closed');
  await feed.sql.query('alter table feed.post drop constraint closed');
  expect(await handle(feed.sql, message(1))).toBe(true);
  expect(await posts(feed)).toHaveLength(1);
});
