import { isLost } from './lostConnection.js';

/**
 * A lost connection does not keep a consumer from stopping: the lease of an unacknowledged batch expires.
 *
 * @param work - uses the connection
 * @param signal - the stop
 * @param isTransient - whether an error is such a loss
 * @returns what work returned; undefined when the connection was lost after the signal
 */
export async function ignoreLossAfterStop<Result>(
  work: Promise<Result>,
  signal: AbortSignal,
  isTransient = isLost,
): Promise<Result | undefined> {
  try {
    return await work;
  } catch (error) {
    if (signal.aborted && isTransient(error)) return undefined;
    throw error;
  }
}
