import { startServer } from '../build/server/start.js';
import type { PostgresServer } from '../build/server/server.js';

/**
 * Durable, as in production, except that a commit does not wait for the disk: that wait would be the same for everyone and hide
 * what the statements cost. Vacuum and checkpoints are kept out of the turns, as whoever they hit would pay for all.
 */
export const settings = {
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'off',
  wal_level: 'logical',
  shared_buffers: '1GB',
  max_wal_size: '16GB',
  checkpoint_timeout: '1h',
  autovacuum: 'off',
};

/**
 * @param major - 15 to 18
 * @returns a server to measure
 * @throws Error when it does not start
 */
export function startBenchServer(major: number): Promise<PostgresServer> {
  return startServer({ major, settings });
}
