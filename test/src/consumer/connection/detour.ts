import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import os from 'node:os';
import path from 'node:path';

/** A way to a server that can be lost. */
export interface Detour {
  /** The URL of this way. */
  url: string;
  /** From now on nothing passes on the connections there are, and nobody says so. */
  silence(): void;
  /** Ends the connections there are, and takes no others. */
  close(): Promise<void>;
  /** Takes connections again. */
  open(): Promise<void>;
  /** Ends it. */
  end(): Promise<void>;
}

/**
 * Opens a way to a server.
 *
 * @param server - URL
 * @param kind - of sockets
 * @returns the way, open
 */
export async function detour(server: string, kind: 'tcp' | 'unix' = 'tcp'): Promise<Detour> {
  const { hostname, port } = new URL(server);
  const folder = await mkdtemp(path.join(os.tmpdir(), 'detour-'));
  let there: { path: string } | { port: number; host: string } =
    kind === 'unix' ? { path: path.join(folder, '.s.PGSQL.5432') } : { port: 0, host: '127.0.0.1' };
  const pairs = new Set<{ sockets: Socket[]; silent: boolean }>();
  const proxy = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    const pair = { sockets: [client, upstream], silent: false };
    pairs.add(pair);
    const cut = () => {
      for (const socket of pair.sockets) socket.destroy();
      pairs.delete(pair);
    };
    for (const socket of pair.sockets) {
      const other = socket === client ? upstream : client;
      socket.on('error', cut).on('close', cut);
      socket.on('data', (data) => {
        if (!pair.silent) other.write(data);
      });
    }
  });
  const open = async () => {
    proxy.listen(there);
    await once(proxy, 'listening');
    if ('port' in there) there = { ...there, port: (proxy.address() as AddressInfo).port };
  };
  const close = async () => {
    if (!proxy.listening) return;
    const closed = once(proxy, 'close');
    proxy.close();
    for (const { sockets } of pairs) for (const socket of sockets) socket.destroy();
    await closed;
  };
  await open();
  const url = new URL(server);
  if ('port' in there) url.host = `127.0.0.1:${there.port}`;
  else url.search = `?host=${folder}&port=5432`;
  return {
    url: url.href,
    silence() {
      for (const pair of pairs) pair.silent = true;
    },
    open,
    close,
    async end() {
      await close();
      await rm(folder, { recursive: true });
    },
  };
}
