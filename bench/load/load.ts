import { loadByClients } from './clients.js';
import { hasPgbench, loadByPgbench } from './pgbench.js';
import type { LoadOptions, LoadResult, LoadScript } from './script.js';

/** What loads the server: pgbench, which costs little beside the server, or else clients of our own. */
export const generator = (await hasPgbench()) ? 'pgbench' : 'node';

/**
 * Loads a server.
 *
 * @param script - what each client repeats
 * @param options - server, clients, duration
 * @returns what they achieved together
 * @throws Error when a statement fails
 */
export function load(script: LoadScript, options: LoadOptions): Promise<LoadResult> {
  return generator === 'pgbench' ? loadByPgbench(script, options) : loadByClients(script, options);
}
