import { expect, test } from 'vitest';
import { createTestDatabase } from '../../../../build/server/databases.js';
import { startServer } from '../../../../build/server/start.js';
import { until } from '../../../harness/until.js';
import { commandLine } from '../../../../build/commandLine.js';

const repeating = ['maintain --every', 'cdc status --watch --interval'];

test.each(repeating)('%s goes on when the server is there again', async (command) => {
  const server = await startServer({ major: 18, provider: 'embedded' });
  try {
    const { url } = await createTestDatabase(server);
    const printed = { stdout: '', stderr: '' };
    const lines = (stream: keyof typeof printed) => printed[stream].split('\n').slice(0, -1);
    const running = commandLine([...command.split(' '), '1', '--json', '--database-url', url], { printed });
    await until(() => lines('stdout').length >= 1);
    await server.kill('SIGKILL');
    await until(() => lines('stderr').some((line) => line.includes('ECONNREFUSED')));
    await server.restart();
    const before = lines('stdout').length;
    await until(() => lines('stdout').length >= before + 2);
    process.emit('SIGTERM');
    expect((await running).exitCode).toBe(0);
    const error = { message: expect.any(String) as string };
    for (const line of lines('stderr')) expect(JSON.parse(line)).toMatchObject({ error });
  } finally {
    await server.stop();
  }
});

test('what fails at first is not tried again', async () => {
  const nowhere = 'postgresql://127.0.0.1:1/nowhere';
  const { exitCode, stderr } = await commandLine(['maintain', '--every', '1', '--database-url', nowhere]);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/^error: cannot connect to .*\nhint: .*\n$/);
});

test.each(['0', '2147484', '99999999999', '-1', '0.5', 'often'])('an interval of %s is refused', async (interval) => {
  for (const command of repeating) {
    const { exitCode, stdout, stderr } = await commandLine([...command.split(' '), interval]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(`argument '${interval}' is invalid. Give a number of seconds: 1 to 2147483.`);
  }
});

test('the refusal of a number says what it counts', async () => {
  const { stderr } = await commandLine(['tail', '--limit', 'few']);
  expect(stderr).toContain('Give a number of events: 0 to 999999999.');
});
