import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createPubSub, createSchema, createYoga } from 'graphql-yoga';
import pg from 'pg';
import { changes, type Change } from './changes.js';
import { resolvers } from './resolvers.js';
import { typeDefs } from './typeDefs.js';

/** A server that runs. */
export interface ShopServer {
  /** `http://localhost:.../graphql` */
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Serves the shop of examples/ecommerce: mutations answer with their cascade, and a consumer of the log of changes feeds the subscription.
 *
 * @param databaseUrl - of a database with the extension and the shop
 * @param port - 0 for any
 * @returns the server, listening
 */
export async function startShopServer(databaseUrl: string, port = 0): Promise<ShopServer> {
  const pool = new pg.Pool({ connectionString: databaseUrl });
  const listener = new pg.Client(databaseUrl);
  await listener.connect();
  const stopping = new AbortController();
  const subscribers = createPubSub<{ changes: [Change] }>();
  const consumed = (async () => {
    for await (const change of changes(listener, stopping.signal)) subscribers.publish('changes', change);
  })();

  const schema = createSchema({ typeDefs, resolvers: resolvers(pool, subscribers) });
  const yoga = createYoga({ schema, graphiql: true, logging: 'error' });
  // eslint-disable-next-line @typescript-eslint/no-misused-promises -- yoga answers its errors itself
  const server = createServer(yoga);
  server.listen(port);
  await once(server, 'listening');
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}/graphql`,
    async stop() {
      stopping.abort();
      server.closeAllConnections();
      server.close();
      await consumed;
      await Promise.all([listener.end(), pool.end()]);
    },
  };
}
