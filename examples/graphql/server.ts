import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createPubSub, createSchema, createYoga } from 'graphql-yoga';
import pg from 'pg';
import { poolConfig } from '../../src/connection/poolConfig.js';
import { Consumer } from '../../src/index.js';
import { changeOf, type Change, type Images } from './changes.js';
import { resolvers } from './resolvers.js';
import { typeDefs } from './typeDefs.js';

/** Of this one server: a second would get half of the changes, and so needs a name of its own. */
const consumer = 'graphql_example';

const host = '127.0.0.1';

/** A server that runs. */
export interface ShopServer {
  /** `http://127.0.0.1:.../graphql` */
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
  // As the consumer connects: pg alone takes settings of TLS otherwise than libpq, and misspelt ones for none.
  const pool = new pg.Pool(poolConfig({ connectionString: databaseUrl }));
  await pool.query(`select app.create_consumer($1, 'mutation_events', 'latest')`, [consumer]);
  const log = new Consumer<Record<string, Images>>({ connectionString: databaseUrl, consumer });
  const subscribers = createPubSub<{ changes: [Change] }>();
  const consumed = log.run((event) => {
    subscribers.publish('changes', changeOf(event));
  });

  const schema = createSchema({ typeDefs, resolvers: resolvers(pool, subscribers) });
  const yoga = createYoga({ schema, graphiql: true, logging: 'error' });
  // eslint-disable-next-line @typescript-eslint/no-misused-promises -- yoga answers its errors itself
  const server = createServer(yoga);
  // For this machine only: whoever reaches it may order.
  server.listen(port, host);
  await once(server, 'listening');
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}/graphql`,
    async stop() {
      server.closeAllConnections();
      server.close();
      await log.close();
      await consumed;
      await pool.end();
    },
  };
}
