import { isLost } from './lostConnection.js';

/**
 * A lost connection does not keep a consumer from stopping: the lease of an unacknowledged batch expires.
 *
 * @param work - uses the connection
 * @param signal - the stop
 * @returns what work returned; undefined when the connection was lost after the signal
 */
export async function ignoreLossAfterStop<Result>(
  work: Promise<Result>,
  signal: AbortSignal,
): Promise<Result | undefined> {
  try {
    return await work;
  } catch (error) {
    if (signal.aborted && isLost(error)) return undefined;
    throw error;
  }
}
