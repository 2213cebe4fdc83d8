import { execa } from 'execa';
import { expect, test } from 'vitest';
import { checkout } from '../../../build/extension.js';

test('a misspelt setting of TLS is refused', async () => {
  const env = { DATABASE_URL: 'postgresql://u@127.0.0.1:1/x?sslmode=requrie' };
  const { exitCode, stderr } = await execa('npx', ['tsx', 'examples/cdc/consumer/main.ts'], {
    cwd: checkout,
    env,
    reject: false,
  });
  expect(exitCode).toBe(1);
  expect(stderr).toContain('sslmode cannot be "requrie"');
});
