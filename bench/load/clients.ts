import { fork } from 'node:child_process';
import { once } from 'node:events';
import os from 'node:os';
import { fileURLToPath } from 'node:url';
import type { LoadOptions, LoadResult, LoadScript } from './script.js';

/** What a client process is sent when it starts. */
export interface ClientTask extends LoadOptions {
  readonly script: LoadScript;
}

/**
 * Loads a server by Node clients with prepared statements, spread over as many processes as there are processors. A client
 * costs about as much processor time as the server it loads, so differences between contestants come out smaller than they are.
 *
 * @param script - what each client repeats
 * @param options - server, clients, duration
 * @returns what they achieved together, without the time to connect
 * @throws Error when a statement fails
 */
export async function loadByClients(script: LoadScript, options: LoadOptions): Promise<LoadResult> {
  const processes = Math.min(options.clients, os.availableParallelism());
  const results = await Promise.all(
    Array.from({ length: processes }, (_, index) => {
      const clients = Math.floor((options.clients + index) / processes);
      return inProcess({ ...options, clients, script });
    }),
  );
  return {
    perSecond: results.reduce((sum, { perSecond }) => sum + perSecond, 0),
    runs: results.reduce((sum, { runs }) => sum + runs, 0),
  };
}

async function inProcess(task: ClientTask): Promise<LoadResult> {
  const child = fork(fileURLToPath(new URL('clientProcess.ts', import.meta.url)));
  child.send(task);
  let result: LoadResult | undefined;
  child.on('message', (message) => {
    result = message as LoadResult;
  });
  await once(child, 'exit');
  if (!result) throw new Error('a client of the load failed; its error is printed above');
  return result;
}
