import type { Command } from 'commander';
import pg from 'pg';
import { connect } from '../connection/connect.js';
import { limitLockWait, lockHolders, type LockHolder } from '../connection/lockHolders.js';
import { pause } from '../pause.js';
import { seconds } from './options/seconds.js';
import { printable } from './output/printable.js';
import type { Session } from './report.js';

/** An option of every command that locks tables. */
export interface LockFlags {
  /** Seconds; named by commander after the option. */
  lockTimeout: number;
}

/** A statement that has taken longer than this may be waiting. */
const patienceMs = 1000;

/** Between two looks at who holds the lock. */
const lookMs = 500;

/**
 * @param command - that locks tables
 * @returns it, with the option that says for how long it waits for a lock
 */
export function withLockTimeout(command: Command): Command {
  return command.option(
    '--lock-timeout <seconds>',
    'give up when a lock is not granted in this time: who waits for it has every other writer wait',
    seconds,
    10,
  );
}

/**
 * Runs work that locks tables. While it waits it says for whom.
 *
 * @param session - where to say so, and how to connect once more
 * @param client - of the work
 * @param flags - for how long to wait
 * @param work - the statements
 * @returns what work returned
 * @throws pg.DatabaseError 55P03, with who held the lock, when the time was over; what work threw
 */
export async function waitingForLocks<Result>(
  session: Session,
  client: pg.Client,
  { lockTimeout: lockTimeoutSeconds }: LockFlags,
  work: () => Promise<Result>,
): Promise<Result> {
  const pid = await limitLockWait(client, lockTimeoutSeconds);
  const ended = new AbortController();
  const watch = new LockWatch(session, pid, ended.signal);
  const watching = watch.run();
  try {
    return await work();
  } catch (error) {
    throw explained(error, watch.blockers);
  } finally {
    ended.abort();
    await watching;
  }
}

function explained(error: unknown, blockers: string): unknown {
  if (error instanceof pg.DatabaseError && error.code === '55P03') {
    error.detail ??= blockers === '' ? undefined : `The lock is held by ${blockers}.`;
    error.hint ??= 'Run it again when that transaction has ended, or wait longer: --lock-timeout.';
  }
  return error;
}

/** A second connection that looks at the first. It is opened when the work takes long. */
class LockWatch {
  /** Who held the lock when it looked last. */
  blockers = '';

  constructor(
    private readonly session: Session,
    private readonly pid: number,
    private readonly ended: AbortSignal,
  ) {}

  async run(): Promise<void> {
    await pause(patienceMs, this.ended);
    if (this.ended.aborted) return;
    // Where no second connection can be had, lock_timeout ends the wait.
    const client = await connect(this.session.databaseUrl).catch(() => undefined);
    try {
      if (client) await this.#lookUntilEnded(client);
    } catch {
      // As when the server restarts: then the work fails too, and says why.
    } finally {
      await client?.end().catch(() => undefined);
    }
  }

  async #lookUntilEnded(client: pg.Client): Promise<void> {
    while (!this.ended.aborted) await this.#look(client);
  }

  async #look(client: pg.Client): Promise<void> {
    const found = (await lockHolders(client, this.pid)).map(named).join('; ');
    if (found !== '' && found !== this.blockers) this.session.progress(`waiting for a lock that is held by ${found}`);
    if (found !== '') this.blockers = found;
    await pause(lookMs, this.ended);
  }
}

const named = ({ pid, role, state }: LockHolder) =>
  printable(`pid ${pid} (${[`role ${role ?? 'unknown'}`, state].filter(Boolean).join(', ')})`);
