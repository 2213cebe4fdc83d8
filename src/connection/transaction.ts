import type pg from 'pg';

const own = { begin: 'begin', commit: 'commit', rollback: 'rollback' };

/** Inside a transaction of the caller, who commits it: only our part is undone when we fail. */
const joined = {
  begin: 'savepoint specql_cdc',
  commit: 'release savepoint specql_cdc',
  rollback: 'rollback to savepoint specql_cdc; release savepoint specql_cdc',
};

/**
 * Runs work in a transaction of its own, or in a savepoint when the client is in a transaction already.
 *
 * @param client - one connection, no pool
 * @param work - what to run
 * @returns what the work returned, after the commit
 * @throws what the work or the commit threw, after the rollback
 */
export async function inTransaction<Result>(client: pg.ClientBase, work: () => Promise<Result>): Promise<Result> {
  const { begin, commit, rollback } = client.getTransactionStatus() === 'I' ? own : joined;
  await client.query(begin);
  try {
    const result = await work();
    await client.query(commit);
    return result;
  } catch (error) {
    // Without a connection the rollback fails too, and the server has rolled back; the first error is the one to tell.
    await client.query(rollback).catch(() => undefined);
    throw error;
  }
}
