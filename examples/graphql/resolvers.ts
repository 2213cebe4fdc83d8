import type pg from 'pg';
import type { PubSub } from 'graphql-yoga';
import {
  cascadeResponseOfFlat,
  executeFunctionRawJson,
  type CascadeResponse,
  type FlatResponse,
  type FunctionArguments,
} from '../../src/index.js';
import type { Change } from './changes.js';
import { transformer } from './types.js';

/** What subscribers are told through. */
export type Changes = PubSub<{ changes: [Change] }>;

/**
 * @param pool - of the database with the shop
 * @param subscribers - told of changes
 * @returns the resolvers of the API
 */
export function resolvers(pool: pg.Pool, subscribers: Changes) {
  const mutate = async (name: string, args: FunctionArguments): Promise<CascadeResponse> => {
    const json = await executeFunctionRawJson(pool, `app.${name}`, args);
    return cascadeResponseOfFlat(JSON.parse(transformer.transform(json ?? '')) as FlatResponse);
  };
  const all = async (entity: string): Promise<unknown[]> => {
    const text = `select json_build_object($1::text, json_agg(data order by id))::text as json from core.tv_${entity}`;
    const { rows } = await pool.query<{ json: string }>(text, [entity]);
    const result = JSON.parse(transformer.transform(rows[0]?.json ?? '{}')) as Record<string, unknown[] | null>;
    return result[entity] ?? [];
  };
  return {
    Query: {
      customers: () => all('customer'),
      products: () => all('product'),
      orders: () => all('order'),
    },
    Mutation: {
      createCustomer: (_: unknown, { input }: { input: unknown }) => mutate('create_customer', [input]),
      deleteCustomer: (_: unknown, { id }: { id: string }) => mutate('delete_customer', [id]),
      updateProduct: (_: unknown, { id, input }: { id: string; input: unknown }) =>
        mutate('update_product', [id, input]),
      createOrder: (_: unknown, { input }: { input: unknown }) => mutate('create_order', [input]),
    },
    Subscription: {
      changes: { subscribe: () => subscribers.subscribe('changes'), resolve: (change: Change) => change },
    },
  };
}
