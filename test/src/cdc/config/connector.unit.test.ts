import { expect, test } from 'vitest';
import { cdcOptions, type CdcOptions } from '../../../../src/cdc/config/cdcOptions.js';
import { connectorConfig } from '../../../../src/cdc/config/connectorConfig.js';

const configOf = (options: Partial<CdcOptions> = {}) =>
  connectorConfig(cdcOptions({ databaseHost: 'db', databaseName: 'blog', ...options })).config;

test('is named and routed as documented', () => {
  const { name, config } = connectorConfig(cdcOptions({ databaseHost: 'db', databaseName: 'blog' }));
  expect(name).toBe('specql-outbox-connector');
  expect(config).toMatchObject({
    'table.include.list': 'app\\.outbox',
    transforms: 'outbox',
    'transforms.outbox.route.topic.replacement': 'specql.events.${routedByValue}',
  });
});

test('every transform that is listed has its type and its predicate', () => {
  for (const mode of ['table', 'wal'] as const)
    for (const value of ['payload', 'envelope'] as const)
      for (const mutationEvents of [false, true]) {
        const config = configOf({ mode, value, mutationEvents });
        for (const name of config.transforms?.split(',') ?? []) {
          const predicate = config[`transforms.${name}.predicate`] ?? '';
          expect(config[`transforms.${name}.type`]).toBeDefined();
          expect(config.predicates?.split(',')).toContain(predicate);
          expect(new RegExp(config[`predicates.${predicate}.pattern`] ?? '')).toBeDefined();
        }
      }
});

test('the heartbeat runs what is of PostgreSQL, whatever the search path', () => {
  expect(configOf()['heartbeat.action.query']).toMatch(/^select pg_catalog\.pg_logical_emit_message\(/);
});

test('a prefix is matched literally', () => {
  const pattern = configOf({ topicPrefix: 'a.b-c' })['predicates.forOutbox.pattern'] ?? '';
  expect('a.b-c.app.outbox').toMatch(new RegExp(`^${pattern}$`));
  expect('axb-c.app.outbox').not.toMatch(new RegExp(`^${pattern}$`));
});

test('messages of the write-ahead log are taken in mode wal only: whoever runs SQL can emit them', () => {
  expect(configOf()).toMatchObject({ 'message.prefix.exclude.list': '.*' });
  expect(configOf({ mode: 'wal' })).toMatchObject({
    'message.prefix.include.list': 'specql_outbox',
    transforms: 'decode,outbox',
  });
});

test('exactly once asks Kafka Connect for it', () => {
  expect(configOf()).not.toHaveProperty('exactly.once.support');
  expect(configOf({ exactlyOnce: true })).toMatchObject({ 'exactly.once.support': 'required' });
});
