import type pg from 'pg';
import { cancelRequest } from '../connection/cancelRequest.js';
import { SpecqlCdcError } from '../error.js';
import { pause } from '../pause.js';
import { untilInterrupted } from './interrupted.js';

/** How often a statement is cancelled before the connection is cut. */
const maxTries = 6;
const retryMs = 500;

const wasInterrupted = new SpecqlCdcError(
  'interrupted; the statement was cancelled on the server',
  'What had been committed before stays. Run it again.',
);

/**
 * Runs work on a connection. When it is interrupted what it runs on the server is cancelled: it would otherwise go on there, or wait in a queue for a
 * lock, in front of every writer, and take effect later.
 *
 * @param client - of the work
 * @param work - the statements, and what lies between them
 * @returns what work returned
 * @throws SpecqlCdcError when it was interrupted; what work threw
 */
export async function interruptible<Result>(client: pg.Client, work: () => Promise<Result>): Promise<Result> {
  let outcome: { result: Result } | undefined;
  await untilInterrupted(async (interrupted) => {
    const ended = new AbortController();
    const working = work()
      .then((result) => (outcome = { result }))
      .finally(() => {
        ended.abort();
      });
    try {
      await Promise.race([working, cancelling(client, interrupted, ended.signal)]);
    } catch (error) {
      throw interrupted.aborted ? wasInterrupted : error;
    }
  });
  if (!outcome) throw wasInterrupted;
  return outcome.result;
}

/** Ends some time after the interrupt, for work that waits for something else than the server. */
async function cancelling(client: pg.Client, interrupted: AbortSignal, ended: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    if (interrupted.aborted) resolve();
    interrupted.addEventListener('abort', () => {
      resolve();
    });
  });
  for (let tries = 1; tries <= maxTries && !ended.aborted; tries += 1) {
    await cancelRequest(client);
    await pause(retryMs, ended);
  }
}
