import { execa } from 'execa';
import { expect, test } from 'vitest';

const soak = (...options: string[]) =>
  execa('npm', ['run', '--silent', 'bench:soak', '--', ...options], { reject: false });

test('a short soak tells each minute, and the last beside the first', async () => {
  const { stdout, stderr, exitCode } = await soak('--quick', '--minutes', '2', '--per-second', '200');
  expect(exitCode, stderr).toBe(0);
  const lines = stdout.split('\n').filter((line) => line.startsWith('|'));
  expect(lines.map((line) => line.split('|')[1]?.trim())).toEqual(['minute', '---:', '1', '2']);
  expect(stdout).toMatch(/^last minute to first: write [\d.]+, latency [\d.]+, drain [\d.]+/m);
});
