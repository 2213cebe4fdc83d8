import { isLost } from './lostConnection.js';

/**
 * A server that is away does not keep a consumer from stopping: what it could not be told, it knows when the lease ends.
 *
 * @param work - talks to the server
 * @param signal - the stop
 * @returns what work returned; undefined when the connection was lost after the signal
 */
export async function unlessStopped<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result | undefined> {
  try {
    return await work;
  } catch (error) {
    if (signal.aborted && isLost(error)) return undefined;
    throw error;
  }
}
