import { execa } from 'execa';
import pg from 'pg';
import { expect, test } from 'vitest';

const demo = (...args: string[]) =>
  execa('node', ['--import', 'tsx', 'examples/demo/main.ts', ...args], { reject: false });

test('the demo tells its story to the end, and everything it claims holds', async () => {
  const { stdout, stderr, exitCode } = await demo();
  expect(stderr).not.toContain('The demo stopped');
  expect(exitCode).toBe(0);
  for (const line of [
    'CREATED  Post title="Hello world"',
    'no audit row, no mutation and no event of it is left',
    'app.v_dead_letters keeps CommentAdded {"body": "buy pills"}: the mail server refused it',
    'globex  0        0',
    'blog.tb_post: 1 rows, no difference',
    'audited, in a mutation',
  ]) {
    expect(stdout).toContain(line);
  }
  expect(stdout).not.toContain('\u001b');
  // One line for each delivery, with what was measured: six events, of which two come again.
  expect(stdout.match(/^ {2}CommentAdded "[\w ]+" +\d+\.\d ms after its commit {2}delivery [12]: /gm)).toHaveLength(8);
  expect(stdout).toMatch(/median from commit to handler: \d+\.\d ms/);
});

test('--keep leaves the server up, says how to connect, and Ctrl-C ends it', async () => {
  const running = demo('--keep');
  const url = await new Promise<string>((resolve) => {
    let seen = '';
    running.stdout.on('data', (chunk: Buffer) => {
      seen += chunk.toString();
      const [, found] = /psql '(.*)'/.exec(seen) ?? [];
      if (found && seen.includes('specql-cdc health')) resolve(found);
    });
  });
  const client = new pg.Client(url);
  await client.connect();
  expect((await client.query('select from app.audit_post')).rowCount).toBe(3);
  await client.end();
  running.kill('SIGINT');
  expect((await running).exitCode).toBe(0);
  await expect(new pg.Client(url).connect()).rejects.toThrow('ECONNREFUSED');
});
