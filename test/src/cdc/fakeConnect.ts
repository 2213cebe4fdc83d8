import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What stands in for Kafka Connect. */
export interface FakeConnect {
  url: string;
  /** Method and path of each request. */
  asked: string[];
  close(): void;
}

/** An answer; text is sent as it is, with status 200 unless another is given. */
export type Answer = string | { status: number; body: string; location?: string };

/**
 * @param answer - to a method and a path, as in `GET /connectors`
 * @returns a server that gives it
 */
export async function fakeConnect(answer: (request: string) => Answer): Promise<FakeConnect> {
  const asked: string[] = [];
  const server = createServer(({ method = '', url = '' }, response) => {
    asked.push(`${method} ${url}`);
    const given = answer(`${method} ${url}`);
    const { status, body, location } =
      typeof given === 'string' ? { status: 200, body: given, location: undefined } : given;
    response.writeHead(status, location === undefined ? {} : { location }).end(body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
