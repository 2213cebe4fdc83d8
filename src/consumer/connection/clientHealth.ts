import pg from 'pg';
import { onlyRow } from '../../connection/onlyRow.js';
import { LostConnection } from './lostConnection.js';

/** The server ended the session because the transaction was idle, or open, for too long: so it is the next time. */
const transactionTimeouts = /^25P0[34]$/;

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
   * @param handling - whether by the handler
   * @returns the handler's failure
   * @throws LostConnection when the client is lost, and the same may work on another one
   */
  async rollBack(failure: unknown, handling: boolean): Promise<unknown> {
    this.#lost = await this.#probe();
    if (!this.#lost) return failure;
    const ended = [this.#reported, failure].find(
      (error) => error instanceof pg.DatabaseError && transactionTimeouts.test(`${error.code}`),
    );
    if (ended) return ended;
    // A query of the handler that takes longer than query_timeout does so the next time; a server that vanished answers then.
    if (handling && failure instanceof Error && failure.message === 'Query read timeout') return failure;
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
        await this.client.query<{ standby: boolean }>('select pg_is_in_recovery() as standby'),
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
