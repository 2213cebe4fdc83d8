import { expect } from 'vitest';
import { stock } from '../../../examples/ecommerce/load.js';
import { column, value } from '../../harness/query.js';
import { failure } from '../../harness/events.js';
import { events, everything, mutate, test, untilBlocked } from './shop.js';

const items = [
  { product_id: stock.nest, quantity: 1 },
  { product_id: stock.owl, quantity: 3 },
];

test('an order comes as one document, with its customer, address and items', async ({ shop: { sql } }) => {
  const response = await mutate(sql, 'create_order', {
    customer_id: stock.ann,
    items,
    shipping_address_id: stock.address,
  });
  const order = response.order as { id: string };
  expect(response).toMatchObject({
    success: true,
    order_number: 'ORD-000001',
    order: {
      order_number: 'ORD-000001',
      total: 137.49,
      customer: { id: stock.ann, email: 'ann@example.org' },
      shipping_address: { id: stock.address, city: 'Oxford' },
      items: [
        { quantity: 3, unit_price: 12.5, product: { id: stock.owl, name: 'Owl' } },
        { quantity: 1, unit_price: 99.99, product: { id: stock.nest, name: 'Nest' } },
      ],
    },
  });
  expect(await column(sql, 'select data from core.tv_order')).toEqual([order]);
  expect(await column(sql, `select data -> 'stock' from core.tv_product order by id`)).toEqual([7, 1]);
  expect(await events(sql)).toMatchObject([
    {
      event_type: 'ORDER_CREATED',
      entity_id: order.id,
      payload: { before: null, after: order, metadata: { customer_id: stock.ann, item_count: 2 } },
      table: 'tb_order',
    },
  ]);
});

test('its cascade has everything that changed with it', async ({ shop: { sql } }) => {
  const { cascade } = await mutate(sql, 'create_order', { customer_id: stock.ann, items });
  const changed = cascade?.updated.map(({ __typename, operation }) => `${operation} ${__typename}`).sort();
  expect(changed).toEqual([
    'CREATED Order',
    'CREATED OrderItem',
    'CREATED OrderItem',
    'UPDATED Customer',
    'UPDATED Product',
    'UPDATED Product',
  ]);
});

test('an order that cannot be is refused, and leaves nothing', async ({ shop: { sql } }) => {
  const before = await everything(sql);
  const order = { customer_id: stock.ann, items };
  const item = { product_id: stock.owl, quantity: 1 };
  const refused: [unknown, string, string][] = [
    [{ items }, 'INVALID_INPUT', 'customer_id is missing'],
    [{ ...order, items: null }, 'INVALID_INPUT', 'items is missing'],
    [{ ...order, items: [] }, 'INVALID_INPUT', 'items is not a list of at least one'],
    [{ ...order, items: 'owl' }, 'INVALID_INPUT', 'items is not a list of at least one'],
    [{ ...order, items: ['owl'] }, 'INVALID_INPUT', 'quantity is not above 0'],
    [{ ...order, items: [{ ...item, quantity: 0 }] }, 'INVALID_INPUT', 'quantity is not above 0'],
    [{ ...order, items: [{ ...item, quantity: 'many' }] }, 'INVALID_INPUT', 'A value has the wrong form'],
    [{ ...order, items: [{ ...item, quantity: 1e20 }] }, 'INVALID_INPUT', 'A value has the wrong form'],
    [{ ...order, customer_id: `'; drop table core.tb_order; --` }, 'INVALID_INPUT', 'A value has the wrong form'],
    [{ ...order, customer_id: stock.owl }, 'NOT_FOUND', 'Customer not found'],
    [{ ...order, items: [item, { ...item, product_id: stock.ann }] }, 'NOT_FOUND', 'Product not found'],
    [{ ...order, shipping_address_id: stock.owl }, 'NOT_FOUND', 'Address not found'],
    [
      { ...order, items: [item, { product_id: stock.nest, quantity: 3 }] },
      'CONFLICT',
      'There is not enough of a product',
    ],
  ];
  for (const [input, code, message] of refused) {
    expect(await mutate(sql, 'create_order', input)).toEqual({ success: false, code, message });
  }
  expect(await everything(sql)).toEqual(before);
});

test('of two orders of the last one, the second is refused', async ({ shop }) => {
  const other = await shop.connect();
  const order = { customer_id: stock.ann, items: [{ product_id: stock.nest, quantity: 2 }] };
  await shop.sql.query('begin');
  expect(await mutate(shop.sql, 'create_order', order)).toMatchObject({ success: true });
  const second = mutate(other, 'create_order', order);
  await untilBlocked(shop.sql);
  await shop.sql.query('commit');
  expect(await second).toMatchObject({ success: false, code: 'CONFLICT' });
  expect(await value(shop.sql, 'select count(*)::integer from core.tb_order')).toBe(1);
});

test('an error that nobody expected stays an error, and leaves nothing', async ({ shop: { sql } }) => {
  await sql.query(`alter table core.tb_order_item add constraint broken check (quantity <> 3)`);
  const before = await everything(sql);
  const error = await failure(mutate(sql, 'create_order', { customer_id: stock.ann, items }));
  expect(error).toMatchObject({ code: '23514', constraint: 'broken' });
  expect(await everything(sql)).toEqual(before);
});
