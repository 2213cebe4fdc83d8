import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Account } from '../account.js';

/** Everything that stays the same when a server is started again. */
export interface PostmasterOptions {
  /** The program to run. */
  postgres: string;
  /** The server's folder, with `data` and `log` in it. */
  folder: string;
  account: Account | undefined;
}

/** A server said no; `log` is what it wrote since it was started. */
export class StartError extends Error {
  constructor(readonly log: string) {
    super(`PostgreSQL did not start:\n${log}`);
  }
}

/**
 * Starts the server and waits until it accepts connections. It runs in a session of its own, so that Ctrl-C does not
 * stop it under the tests' feet, and writes to a file, so that it does not break when we are gone.
 *
 * @param options - program and folder
 * @returns the running postmaster; it does not keep this process alive
 * @throws StartError when it exits first
 */
export async function startPostmaster({ postgres, folder, account }: PostmasterOptions): Promise<ChildProcess> {
  const logFile = path.join(folder, 'log');
  const log = await open(logFile, 'a');
  const from = (await stat(logFile)).size;
  const child = spawn(postgres, ['-D', path.join(folder, 'data')], {
    ...account,
    cwd: folder,
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
  });
  child.unref();
  try {
    await once(child, 'spawn');
  } finally {
    await log.close();
  }
  const statusFile = path.join(folder, 'data', 'postmaster.pid');
  while (!(await isReady(statusFile, child.pid))) {
    if (hasEnded(child)) throw new StartError((await readFile(logFile)).subarray(from).toString());
    await sleep(10);
  }
  return child;
}

/**
 * Sends a signal and waits for the end.
 *
 * @param child - a postmaster
 * @param signal - SIGINT disconnects everyone and shuts down cleanly; SIGKILL is a crash
 */
export async function endPostmaster(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (hasEnded(child)) return;
  child.ref();
  child.kill(signal);
  await once(child, 'exit');
}

const hasEnded = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null;

/** The first line of postmaster.pid is the process id, the eighth the state. */
async function isReady(statusFile: string, pid: number | undefined): Promise<boolean> {
  const lines = await readFile(statusFile, 'utf8').then(
    (text) => text.split('\n'),
    () => [],
  );
  return Number(lines[0]) === pid && lines[7]?.trim() === 'ready';
}
