import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import { stock } from '../../../examples/ecommerce/load.js';
import type { Fields } from '../../../examples/graphql/cache.js';
import { startShopServer } from '../../../examples/graphql/server.js';
import { test as base } from '../ecommerce/shop.js';
import { Client } from './client.js';

const test = base.extend<{ client: Client }>({
  client: async ({ shop }, use) => {
    const server = await startShopServer(shop.url);
    try {
      await use(new Client(server.url));
    } finally {
      await server.stop();
    }
  },
});

const createOrder = ['createOrder(input: $input)', '$input: JSON!'] as const;
const order = { customer_id: stock.ann, items: [{ product_id: stock.owl, quantity: 2 }] };

test('a mutation answers with its data and cascade, and the cache has what queries give afterwards', async ({
  client,
}) => {
  await client.query('products');
  const customers = await client.query('customers');
  expect(customers).toMatchObject([{ __typename: 'Customer', id: stock.ann, firstName: 'Ann', orderCount: 0 }]);

  const response = await client.mutate(...createOrder, { input: order });
  expect(response).toMatchObject({
    success: true,
    data: { orderNumber: 'ORD-000001', order: { __typename: 'Order', customer: { __typename: 'Customer' } } },
  });

  // The result of the query stands; the entities it refers to are new.
  expect(client.cache.query('products')).toHaveLength(2);
  for (const name of ['products', 'customers', 'orders']) {
    const cached = new Map(client.cache.entities);
    for (const entity of await client.query(name)) {
      const known = cached.get(`${String(entity.__typename)}:${String(entity.id)}`);
      const plain = Object.entries(entity).filter(([, value]) => typeof value !== 'object');
      expect(known).toMatchObject(Object.fromEntries(plain));
    }
  }
  expect(client.cache.entities.get(`Product:${stock.owl}`)).toMatchObject({ stock: 8 });
  expect(client.cache.entities.get(`Customer:${stock.ann}`)).toMatchObject({ orderCount: 1 });
});

test('what is deleted leaves the cache, and the query that listed it is stale', async ({ client }) => {
  await client.query('customers');
  const response = await client.mutate('deleteCustomer(id: $id)', '$id: ID!', { id: stock.ann });
  expect(response.success).toBe(true);
  expect(client.cache.entities.has(`Customer:${stock.ann}`)).toBe(false);
  expect(client.cache.query('customers')).toBeUndefined();
  expect(await client.query('customers')).toEqual([]);
});

test('a refusal is an answer with its code, and changes nothing', async ({ client }) => {
  await client.query('products');
  const before = new Map(client.cache.entities);
  const input = { ...order, items: [{ product_id: stock.nest, quantity: 100 }] };
  const { success, errors } = await client.mutate(...createOrder, { input });
  expect({ success, errors }).toEqual({
    success: false,
    errors: [{ message: 'There is not enough of a product', code: 'CONFLICT', domainCode: 'CONFLICT' }],
  });
  expect(client.cache.entities).toEqual(before);
});

test('subscribers are told of each change in order, by the consumer, and not of what was refused', async ({
  client,
}) => {
  const subscription = client.changes('eventType entityId before after');
  const first = subscription.next();
  const update = async (input: Fields) =>
    client.mutate('updateProduct(id: $id, input: $input)', '$id: ID!, $input: JSON!', { id: stock.owl, input });
  // Until the subscription is there, changes are told to nobody.
  const told = first.then(() => true);
  for (let price = 100; !(await Promise.race([told, pause(20, false)])); price += 1) await update({ price });
  expect((await first).value).toMatchObject({ eventType: 'PRODUCT_UPDATED', entityId: stock.owl });

  await update({ price: -1 });
  await update({ name: 'Great Owl' });
  await client.mutate(...createOrder, { input: order });
  const seen: Fields[] = [];
  while (seen.at(-1)?.eventType !== 'ORDER_CREATED') seen.push((await subscription.next()).value as Fields);
  expect(seen.at(-1)).toMatchObject({
    before: null,
    after: { __typename: 'Order', orderNumber: 'ORD-000001', items: [{ __typename: 'OrderItem' }] },
  });
  expect(seen.at(-2)).toMatchObject({
    eventType: 'PRODUCT_UPDATED',
    before: { __typename: 'Product', name: 'Owl' },
    after: { __typename: 'Product', name: 'Great Owl' },
  });
});

test('the server listens on this machine only', async ({ shop }) => {
  const server = await startShopServer(shop.url);
  try {
    expect((await fetch(`${server.url}?query={__typename}`)).status).toBe(200);
    for (const other of ['127.0.0.2', '[::1]'])
      await expect(fetch(server.url.replace('127.0.0.1', other).replace('localhost', other))).rejects.toThrow(
        'fetch failed',
      );
  } finally {
    await server.stop();
  }
});

test('a misspelt setting of TLS is refused', async ({ shop }) => {
  await expect(startShopServer(`${shop.url}?sslmode=requrie`)).rejects.toThrow('sslmode cannot be "requrie"');
});
