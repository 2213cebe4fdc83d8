import pg from 'pg';
import { pause } from '../../pause.js';

/**
 * SQLSTATEs of a server that shuts down or starts, has no free connection, disk or memory, became a standby, waited in vain for a lock, found a
 * deadlock, or was made to end the statement or the session: by an operator, or by a timeout.
 */
const sqlStates = /^(08...|57P0[1-35]|57014|53[123]00|25006|25P04|55P03|40P01|40001)$/;

/** Says as 55000 that a database takes no connections for now. A function of the extension says by it that a call has no effect. */
const wrongState = '55000';
const raisedByFunction = 'exec_stmt_raise';

const networkCodes = [
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
];
/** From connecting to a unix socket: the server is away or overloaded. From a file they mean something else. */
const socketCodes = ['ENOENT', 'EAGAIN'];
const messages =
  /^(Connection terminated|Query read timeout|Client has encountered a connection error|timeout exceeded when trying to connect|timeout expired)/;

/** A connection that is known to be lost, whatever its errors look like. */
export class LostConnection extends Error {}

/**
 * @param error - of a query or of connecting
 * @returns whether the same work may succeed on another connection or later
 */
export function isLost(error: unknown): error is Error {
  if (error instanceof LostConnection) return true;
  if (!(error instanceof Error)) return false;
  const { code = '', syscall } = error as NodeJS.ErrnoException;
  if (error instanceof pg.DatabaseError) {
    return sqlStates.test(code) || (code === wrongState && error.routine !== raisedByFunction);
  }
  if (syscall === 'connect' && socketCodes.includes(code)) return true;
  return networkCodes.includes(code) || messages.test(error.message);
}

const minBackOffMs = 50;
const maxBackOffMs = 10_000;

/**
 * @param failures - how many tries have failed in a row, from 1
 * @returns milliseconds to wait: up to twice as long each time, at random, so that workers do not all connect at once
 */
export const backOffMs = (failures: number): number =>
  Math.min(maxBackOffMs, minBackOffMs * 2 ** Math.min(failures, 20)) * (0.5 + Math.random() / 2);

/**
 * @param error - of `app.fetch_events`
 * @returns whether the same fetch may succeed later: as `isLost()`, or when somebody moves the suspended consumer
 */
export const isLostOrSuspended = (error: unknown): error is Error =>
  isLost(error) || (error instanceof pg.DatabaseError && error.code === wrongState);

/**
 * Retries work for as long as the connection is lost or a lock is not granted. After the signal there is no further try.
 *
 * @param work - what to do
 * @param signal - ends the retries
 * @param onLost - called for each failure, with the wait until the next try; an error that it throws ends the retries
 * @param isTransient - whether another try may succeed
 * @returns what work returned
 * @throws what work or onLost threw, when that is another error or the signal was given
 */
export async function retryWhileLost<Result>(
  work: () => Promise<Result>,
  signal: AbortSignal,
  onLost: (error: Error, delayMs: number) => void = () => undefined,
  isTransient = isLost,
): Promise<Result> {
  for (let failures = 1; ; failures++) {
    try {
      return await work();
    } catch (error) {
      if (!isTransient(error) || signal.aborted) throw error;
      const delayMs = backOffMs(failures);
      onLost(error, delayMs);
      await pause(delayMs, signal);
    }
  }
}
