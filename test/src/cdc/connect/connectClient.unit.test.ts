import { expect, test } from 'vitest';
import { ConnectClient } from '../../../../src/cdc/connect/connectClient.js';
import { SpecqlCdcError } from '../../../../src/error.js';
import { fakeConnect, type Answer } from '../fakeConnect.js';

async function asking<Result>(answer: Answer, ask: (connect: ConnectClient) => Promise<Result>) {
  const server = await fakeConnect(() => answer);
  try {
    return await ask(new ConnectClient(server.url)).catch((error: unknown) => error);
  } finally {
    server.close();
  }
}

test.each<[Answer, (connect: ConnectClient) => Promise<unknown>]>([
  ['null', (connect) => connect.requireConnect()],
  ['[]', (connect) => connect.requireConnect()],
  ['5', (connect) => connect.config('c')],
  ['null', (connect) => connect.status('c')],
  ['{}', (connect) => connect.status('c')],
  ['{"connector": {"state": 1}, "tasks": []}', (connect) => connect.status('c')],
  ['{"connector": {"state": "RUNNING"}, "tasks": [null]}', (connect) => connect.status('c')],
  [
    '{"connector": {"state": "RUNNING"}, "tasks": [{"id": "0\\n", "state": "RUNNING"}]}',
    (connect) => connect.status('c'),
  ],
  ['{}', (connect) => connect.hasOffsets('c')],
  ['{"configs": 5}', (connect) => connect.validate('c', {})],
  ['{"configs": [null]}', (connect) => connect.validate('c', {})],
  ['{"configs": [{"value": {"errors": "x"}}]}', (connect) => connect.validate('c', {})],
])('the answer %s is refused in words', async (answer, ask) => {
  const error = await asking(answer, ask);
  expect(error).toBeInstanceOf(SpecqlCdcError);
  expect((error as SpecqlCdcError).message).toMatch(/answers in another form than Kafka Connect/);
});

test('an answer of more than 4 MB is not read to its end', async () => {
  const error = await asking(`"${'x'.repeat(5_000_000)}"`, (connect) => connect.config('c'));
  expect(String(error)).toMatch(/its answer has more than 4194304 bytes/);
});

test('a redirection is not followed', async () => {
  const other = await fakeConnect(() => '{"kafka_cluster_id": "x"}');
  const error = await asking({ status: 302, body: '', location: other.url }, (connect) => connect.requireConnect());
  other.close();
  expect(error).toBeInstanceOf(SpecqlCdcError);
  expect(other.asked).toEqual([]);
});

test.each([
  ['{"message": "no\nsuch \\x"}', '{"message": "no\nsuch \\x"}'],
  ['{"message": "no"}', 'no'],
  ['{"message": 5}', '{"message": 5}'],
  ['<html>', '<html>'],
])('the refusal %j is told', async (body, words) => {
  const error = await asking({ status: 400, body }, (connect) => connect.configure('c', {}));
  expect((error as SpecqlCdcError).message).toBe(`Kafka Connect refused: ${words}`);
});

test('what a connector has against its settings is told, and nothing of settings of other plugins', async () => {
  const answer = '{"configs": [{"value": null}, {"value": {"name": "a", "errors": ["no", 5]}}]}';
  expect(await asking(answer, (connect) => connect.validate('c', {}))).toEqual([
    { setting: 'a', message: 'no' },
    { setting: 'a', message: 'unknown' },
  ]);
});

test('a path in the URL stands before every other', async () => {
  const server = await fakeConnect(() => '{}');
  await new ConnectClient(`${server.url}/connect/`).config('c');
  server.close();
  expect(server.asked).toEqual(['GET /connect/connectors/c/config']);
});
