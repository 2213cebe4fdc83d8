import { access, mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { npmInstallation } from '../../../../build/server/providers/installation.js';

afterEach(() => vi.unstubAllEnvs());

test('binaries asked for at once are copied to one place, with the libraries they look for', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'specql_cdc-cache-'));
  vi.stubEnv('TMPDIR', folder);
  try {
    const [first, second] = await Promise.all([npmInstallation(18), npmInstallation(18)]);
    expect(second).toEqual(first);
    expect(await readdir(path.dirname(first.prefix))).toEqual([path.basename(first.prefix)]);
    // A link that npm cannot ship.
    await access(path.join(first.prefix, 'lib/libpq.so.5'));
    expect(await npmInstallation(18)).toEqual(first);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('binaries are never taken from a folder that another user could have made', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'specql_cdc-cache-'));
  vi.stubEnv('TMPDIR', folder);
  vi.spyOn(process, 'getuid').mockReturnValue(12345);
  try {
    await expect(npmInstallation(18)).rejects.toThrow('specql_cdc-postgres-12345 is not ours; remove it');
  } finally {
    vi.restoreAllMocks();
    await rm(folder, { recursive: true });
  }
});
