import { spawn } from 'node:child_process';
import { once } from 'node:events';

/**
 * Reads process ids, the last one counting, until its input ends: then whoever started it is gone, in whatever way.
 * Stops that server at once (its data goes anyway), and removes the folder.
 */
const script = `
folder=$1
server=
while read -r line; do server=$line; done
if [ -n "$server" ]; then
  kill -QUIT "$server"
  tries=0
  while [ -e "$folder/data/postmaster.pid" ] && [ $((tries += 1)) -lt 600 ]; do sleep 0.1; done
  if [ -e "$folder/data/postmaster.pid" ]; then kill -KILL "$server"; fi
fi
tries=0
until rm -rf -- "$folder" || [ $((tries += 1)) -ge 600 ]; do sleep 0.1; done
`;

/** Removes a server and its folder when this process ends, even by SIGKILL. */
export interface Watchdog {
  /**
   * @param pid - the server to stop from now on; undefined when none runs
   */
  guard(pid: number | undefined): void;
  /** Ends the watch: the guarded server is stopped and the folder is gone when this resolves. */
  release(): Promise<void>;
}

/**
 * Starts the watchdog in a session of its own, where Ctrl-C does not reach it.
 *
 * @param folder - the server's folder; its data directory is `data` in it
 * @returns the watchdog, which does not keep this process alive
 */
export function watchdog(folder: string): Watchdog {
  const shell = spawn('/bin/sh', ['-c', script, 'watchdog', folder], {
    detached: true,
    cwd: '/',
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  shell.unref();
  (shell.stdin as unknown as { unref(): void }).unref();
  return {
    guard(pid) {
      shell.stdin.write(`${pid === undefined ? '' : String(pid)}\n`);
    },
    async release() {
      shell.ref();
      shell.stdin.end();
      if (shell.exitCode === null) await once(shell, 'exit');
    },
  };
}
