import pg from 'pg';
import { pause } from '../pause.js';

/** Of the server: it goes down or starts, has no room, became a standby, or waited in vain for a lock. */
const refusals = /^(08...|57P0[1-3]|53300|25006|55P03)$/;
const network = [
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
/** Of connecting to a unix socket: the server is away, or has more to do than it takes; of a file they mean something else. */
const socket = ['ENOENT', 'EAGAIN'];
const words =
  /^(Connection terminated|Query read timeout|Client has encountered a connection error|timeout exceeded when trying to connect|timeout expired)/;

/** A connection is known to be lost, whatever its errors look like. */
export class LostConnection extends Error {}

/**
 * @param error - of a query or of connecting
 * @returns whether the same may work on another connection or later
 */
export function isLost(error: unknown): error is Error {
  if (error instanceof LostConnection) return true;
  if (!(error instanceof Error)) return false;
  const { code = '', syscall } = error as NodeJS.ErrnoException;
  if (error instanceof pg.DatabaseError) return refusals.test(code);
  if (syscall === 'connect' && socket.includes(code)) return true;
  return network.includes(code) || words.test(error.message);
}

const shortest = 50;
const longest = 10_000;

/**
 * @param attempt - how many tries have failed in a row, from 1
 * @returns milliseconds to wait: up to twice as long each time, at random, so that workers do not come back all at once
 */
export const backOff = (attempt: number): number =>
  Math.min(longest, shortest * 2 ** Math.min(attempt, 20)) * (0.5 + Math.random() / 2);

/**
 * Does something again for as long as the connection is lost, or a lock is not to be had. After the signal it is tried no further.
 *
 * @param work - what to do
 * @param signal - gives up
 * @param onLost - told of each failure
 * @returns what work returned
 * @throws what work threw, when that is neither or the signal was given
 */
export async function persistently<Result>(
  work: () => Promise<Result>,
  signal: AbortSignal,
  onLost: (error: Error, delay: number) => void = () => undefined,
): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!isLost(error) || signal.aborted) throw error;
      const delay = backOff(attempt);
      onLost(error, delay);
      await pause(delay, signal);
    }
  }
}
