import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access } from 'node:fs/promises';
import path from 'node:path';
import { expect, test, vi } from 'vitest';

test.concurrent.each(['SIGKILL', 'SIGINT', 'SIGTERM', 'throw', 'return'])(
  'a process that ends by %s leaves no server and no folder',
  async (ending) => {
    const script = path.join(import.meta.dirname, 'abandoned.ts');
    const parent = spawn(process.execPath, ['--import', 'tsx', script, ending], {
      detached: true,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [output] = (await once(parent.stdout, 'data')) as [Buffer];
    const { folder, pid } = JSON.parse(output.toString()) as { folder: string; pid: number };
    // To the whole process group, as Ctrl-C does.
    if (ending.startsWith('SIG')) process.kill(-(parent.pid ?? NaN), ending);

    await vi.waitFor(async () => {
      await expect(access(folder)).rejects.toThrow('ENOENT');
      expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    }, 240_000);
  },
);
