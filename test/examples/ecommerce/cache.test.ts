import type pg from 'pg';
import { expect } from 'vitest';
import { stock } from '../../../examples/ecommerce/load.js';
import { Cache, type Fields } from '../../../examples/graphql/cache.js';
import { cascadeResponseOfFlat } from '../../../src/response/shapes/cascadeResponse.js';
import { rows } from '../../harness/query.js';
import { valid } from '../../harness/schemas.js';
import { mutate, test } from './shop.js';

const types = { Customer: 'customer', Product: 'product', Order: 'order', OrderItem: 'order_item' };

/** The entities as the tables have them. */
async function database(sql: pg.ClientBase): Promise<Map<string, Fields>> {
  const entities = new Map<string, Fields>();
  for (const [type, table] of Object.entries(types)) {
    const found = await rows(sql, `select to_jsonb(t) as entity from core.tb_${table} t`);
    for (const { entity } of found as { entity: Fields }[]) {
      if (entity.deleted_at) continue;
      entities.set(`${type}:${String(entity.id)}`, { ...entity, __typename: type });
    }
  }
  return entities;
}

test('a cache that follows each cascade ends equal to the database', async ({ shop: { sql } }) => {
  const cache = new Cache();
  cache.setQuery('everything', [...(await database(sql)).values()]);
  const run = async (name: string, ...args: unknown[]) => {
    const { data, cascade } = valid('cascade-response', cascadeResponseOfFlat(await mutate(sql, name, ...args)));
    cache.follow(data, cascade);
    return data;
  };

  const bob = { email: 'bob@example.org', first_name: 'Bob', last_name: 'Roe' };
  const created = await run('create_customer', bob);
  const { id } = created?.customer as { id: string };
  const items = [stock.owl, stock.nest].map((product_id) => ({ product_id, quantity: 1 }));
  await run('create_order', { customer_id: stock.ann, items });
  await run('create_order', { customer_id: stock.ann, items });
  await run('create_order', { customer_id: id, items });
  await run('update_product', stock.owl, { price: 20, name: 'Great Owl' });
  await run('delete_customer', id);

  // The third order was refused, as the nests were gone: nothing of it may be in the cache.
  expect(cache.entities).toEqual(await database(sql));
  expect([...cache.entities.keys()].filter((key) => key.startsWith('Order:'))).toHaveLength(2);
});

test('queries that a mutation makes stale are forgotten, others stay', async ({ shop: { sql } }) => {
  const cache = new Cache();
  for (const name of ['customers', 'customersByCity', 'orders']) cache.setQuery(name, []);
  const bob = { email: 'bob@example.org', first_name: 'Bob', last_name: 'Roe' };
  const { data, cascade } = cascadeResponseOfFlat(await mutate(sql, 'create_customer', bob));
  cache.follow(data, cascade);
  expect([cache.query('customers'), cache.query('customersByCity'), cache.query('orders')]).toEqual([
    undefined,
    undefined,
    [],
  ]);
});
