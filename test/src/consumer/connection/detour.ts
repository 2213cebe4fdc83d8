import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { test as base } from '../consumers.js';

/** A way to a server that can be lost. */
export interface Detour {
  /** The URL of this way. */
  url: string;
  /** From now on nothing passes on the connections there are, and nobody says so. */
  silence(): void;
  /** From now on whatever is sent arrives so many milliseconds later. */
  delay(ms: number): void;
  /** Cuts each connection that has received so many bytes from the server; 0 for none. */
  cutAfter(bytes: number): void;
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
  let delayMs = 0;
  let mostBytes = Infinity;
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
      // What is on its way, so that it arrives in order.
      let sent = Promise.resolve();
      let received = 0;
      const send = (arrive: () => void) => {
        const due = performance.now() + delayMs;
        sent = sent.then(async () => {
          const leftMs = due - performance.now();
          if (leftMs > 0) await sleep(leftMs);
          arrive();
        });
      };
      socket.on('error', cut).on('close', () => {
        send(() => {
          other.destroySoon();
          pairs.delete(pair);
        });
      });
      socket.on('data', (data) => {
        received += data.length;
        if (socket === upstream && received > mostBytes) cut();
        else
          send(() => {
            if (!pair.silent) other.write(data);
          });
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
    delay(ms) {
      delayMs = ms;
    },
    cutAfter(bytes) {
      mostBytes = bytes || Infinity;
    },
    open,
    close,
    async end() {
      await close();
      await rm(folder, { recursive: true });
    },
  };
}

/** `test` with ways to the server of the test's database. */
export const test = base.extend<{ way: Detour; unixWay: Detour }>({
  way: async ({ db }, use) => {
    const way = await detour(db.url);
    await use(way);
    await way.end();
  },
  unixWay: async ({ db }, use) => {
    const way = await detour(db.url, 'unix');
    await use(way);
    await way.end();
  },
});
