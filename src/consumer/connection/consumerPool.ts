import pg from 'pg';
import { keepAlive } from './keepAlive.js';

/**
 * @param options - how to reach the server; they win over the defaults of consumers
 * @returns a pool of three connections unless the options say otherwise, that does not keep the process from ending
 */
export function consumerPool(options: pg.PoolConfig): pg.Pool {
  const defaults = { max: 3, allowExitOnIdle: true, fallback_application_name: 'specql-cdc', ...keepAlive };
  const pool = new pg.Pool({ ...defaults, ...options });
  // The next query reports a connection lost while idle; without a listener the error would end the process.
  pool.on('error', () => undefined);
  return pool;
}
