import pg from 'pg';
import { onlyRow } from '../../connection/onlyRow.js';
import { isLost, LostConnection } from './lostConnection.js';

/** The server ended the session because the transaction was idle, or open, for too long: so it is the next time. */
const transactionTimeouts = /^25P0[34]$/;

/** What a transaction does: a commit runs deferred triggers of the handler's changes, so its failure may be the handler's. */
export type Step = 'beginning' | 'handling' | 'acknowledging' | 'committing';

/** Tells a lost client of a transaction from a handler that fails, by asking the client instead of reading the handler's error. */
export class ClientHealth {
  #reported: Error | undefined;
  #lost: Error | undefined;

  /** @param client - of a pool, for one transaction */
  constructor(private readonly client: pg.PoolClient) {
    client.on('error', this.#onError);
  }

  /**
   * Ends a transaction that failed.
   *
   * @param failure - what was thrown in it
   * @param step - what threw it
   * @returns the handler's failure
   * @throws LostConnection when the client is lost, or acknowledging was cancelled, and the same may work on another one
   */
  async rollBack(failure: unknown, step: Step): Promise<unknown> {
    this.#lost = await this.#probe();
    if (!this.#lost) {
      if (step === 'acknowledging' && isLost(failure)) throw new LostConnection(failure.message, { cause: failure });
      return failure;
    }
    const ended = [this.#reported, failure].find(
      (error) => error instanceof pg.DatabaseError && transactionTimeouts.test(`${error.code}`),
    );
    if (ended) return ended;
    // A query of the handler that takes longer than query_timeout does so the next time; a server that vanished answers then.
    if (step === 'handling' && failure instanceof Error && failure.message === 'Query read timeout') return failure;
    throw new LostConnection(this.#lost.message, { cause: failure });
  }

  /** Gives the client back to its pool, which closes a lost one. */
  release(): void {
    this.client.off('error', this.#onError);
    this.client.release(this.#lost);
  }

  /** @returns why nothing can be written on it, if so */
  async #probe(): Promise<Error | undefined> {
    try {
      await this.client.query('rollback');
      const { standby } = onlyRow(
        await this.client.query<{ standby: boolean }>('select pg_catalog.pg_is_in_recovery() as standby'),
      );
      return standby ? new Error('the server is a standby now') : undefined;
    } catch (error) {
      return error as Error;
    }
  }

  /** A connection lost while the handler does something else is told by its next query. */
  readonly #onError = (error: Error): void => {
    this.#reported ??= error;
  };
}
