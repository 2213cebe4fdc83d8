import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** What gets lost of a commit: itself, or the answer to it. */
type Loss = 'there' | 'back' | undefined;

const commit = Buffer.from('commit\0');

/**
 * Starts a proxy before a server that cuts connections in the middle of commits.
 *
 * @param server - URL
 * @param loss - what gets lost of a commit, by its number from 0
 * @returns the URL through the proxy, and what closes it
 */
export async function commitCutter(
  server: string,
  loss: (commit: number) => Loss,
): Promise<{ url: string; close: () => Promise<void> }> {
  const { hostname, port } = new URL(server);
  const open = new Set<Socket>();
  let commits = 0;
  const proxy = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    let lost: Loss;
    const cut = () => {
      for (const socket of [client, upstream]) {
        socket.destroy();
        open.delete(socket);
      }
    };
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.on('error', cut).on('close', cut);
    }
    client.on('data', (data) => {
      if (data.includes(commit)) lost = loss(commits++);
      if (lost === 'there') cut();
      else upstream.write(data);
    });
    upstream.on('data', (data) => {
      if (lost === 'back') cut();
      else client.write(data);
    });
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const url = new URL(server);
  url.host = `127.0.0.1:${String((proxy.address() as AddressInfo).port)}`;
  return {
    url: url.href,
    async close() {
      for (const socket of open) socket.destroy();
      proxy.close();
      await once(proxy, 'close');
    },
  };
}
