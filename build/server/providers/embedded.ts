import { execFile } from 'node:child_process';
import { appendFile, chown } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { serverAccount } from '../account.js';
import { connectionTo } from '../connection.js';
import { npmInstallation, systemInstallation } from './installation.js';
import { endPostmaster, startPostmaster, StartError, type PostmasterOptions } from './postmaster.js';
import type { PostgresServer, ServerOptions } from '../server.js';
import { serverFolder } from './serverFolder.js';
import { installationView } from './tree.js';
import { watchdog } from '../watchdog.js';

/** Nobody needs a test's data after a power cut. */
const fastAndLoose = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  shared_buffers: '128MB',
  max_connections: '100',
  wal_level: 'logical',
  max_wal_size: '256MB',
};

/**
 * Starts a server of our own from binaries on this machine, in a new folder, on a free port of 127.0.0.1. Server and folder go
 * with `stop()`, and when this process ends in any way.
 *
 * @param options - major, and the settings and binaries if not the usual ones
 * @returns the server, accepting connections
 * @throws StartError with the server's own words
 */
export async function startEmbedded(options: Required<ServerOptions>): Promise<PostgresServer> {
  const { major, settings, binDirectory, extension } = options;
  const installation = binDirectory ? await systemInstallation(binDirectory) : await npmInstallation(major);
  const account = await serverAccount();
  const wanted = { ...fastAndLoose, ...settings };
  const folder = await serverFolder(wanted.fsync !== 'off');
  const dog = watchdog(folder);
  try {
    if (account) await chown(folder, account.uid, account.gid);
    const bin = await installationView(installation, path.join(folder, 'tree'), extension);
    const dataDirectory = path.join(folder, 'data');
    await promisify(execFile)(path.join(bin, 'initdb'), initdbArguments(dataDirectory), { ...account, cwd: folder });
    await configure(dataDirectory, { unix_socket_directories: folder, ...wanted });

    const postmaster = { postgres: path.join(bin, 'postgres'), folder, account };
    const { port, ...started } = await startOnFreePort(postmaster);
    let child = started.child;
    dog.guard(child.pid);

    return {
      ...connectionTo({ major, provider: 'embedded', url: `postgresql://postgres@127.0.0.1:${port}/postgres` }),
      dataDirectory,
      binDirectory: path.join(installation.prefix, installation.bin),
      async kill(signal) {
        await endPostmaster(child, signal);
        dog.guard(undefined);
      },
      async restart() {
        await endPostmaster(child, 'SIGINT');
        child = await startAfterCrash(postmaster);
        dog.guard(child.pid);
      },
      async stop() {
        await endPostmaster(child, 'SIGINT');
        dog.guard(undefined);
        await dog.release();
      },
    };
  } catch (error) {
    await dog.release();
    throw error;
  }
}

const initdbArguments = (dataDirectory: string) => [
  ...['--pgdata', dataDirectory, '--username', 'postgres', '--auth', 'trust'],
  ...['--encoding', 'UTF8', '--locale', 'C', '--no-sync', '--no-instructions'],
];

async function configure(dataDirectory: string, settings: Record<string, string>): Promise<void> {
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'\n`);
  await appendFile(path.join(dataDirectory, 'postgresql.conf'), lines.join(''));
}

/** Another process may take the port between our asking and the server's binding, so ask again. */
async function startOnFreePort(postmaster: PostmasterOptions) {
  for (let tries = 1; ; tries += 1) {
    const port = await freePort();
    await configure(path.join(postmaster.folder, 'data'), { port: String(port) });
    try {
      return { port, child: await startPostmaster(postmaster) };
    } catch (error) {
      if (tries === 5 || !(error instanceof StartError && error.log.includes('could not create any TCP/IP sockets')))
        throw error;
    }
  }
}

/** After a crash the server's children live on for a moment, and a new server will not start beside them. */
async function startAfterCrash(postmaster: PostmasterOptions) {
  for (let tries = 1; ; tries += 1) {
    try {
      return await startPostmaster(postmaster);
    } catch (error) {
      if (tries === 1200 || !(error instanceof StartError && error.log.includes('pre-existing shared memory block')))
        throw error;
      await sleep(100);
    }
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}
