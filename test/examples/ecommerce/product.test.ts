import { expect } from 'vitest';
import { stock } from '../../../examples/ecommerce/load.js';
import { column } from '../../harness/query.js';
import { events, everything, mutate, test, untilBlocked } from './shop.js';

test('a product changes, and the event has it before and after', async ({ shop: { sql } }) => {
  const response = await mutate(sql, 'update_product', stock.owl, { price: 13.75, name: 'Owl' });
  const before = { id: stock.owl, name: 'Owl', price: 12.5, stock: 10 };
  const after = { ...before, price: 13.75 };
  expect(response).toMatchObject({ success: true, product: after, updated_fields: ['price'] });
  expect(response.cascade).toMatchObject({ updated: [{ __typename: 'Product', operation: 'UPDATED', entity: after }] });
  expect(await column(sql, 'select data from core.tv_product where id = $1', [stock.owl])).toEqual([after]);
  expect(await events(sql)).toMatchObject([
    {
      event_type: 'PRODUCT_UPDATED',
      operation: 'UPDATE',
      payload: { before, after, metadata: { updated_fields: ['price'] } },
      table: 'tb_product',
    },
  ]);
});

test('an update of nothing succeeds and says so', async ({ shop: { sql } }) => {
  expect(await mutate(sql, 'update_product', stock.owl, {})).toMatchObject({
    success: true,
    updated_fields: [],
    cascade: { updated: [], metadata: { affectedCount: 0 } },
  });
});

test('wrong input is refused, and leaves nothing', async ({ shop: { sql } }) => {
  const before = await everything(sql);
  const refused: [string | null, unknown, string, string][] = [
    [stock.ann, { price: 1 }, 'NOT_FOUND', 'Product not found'],
    [null, { price: 1 }, 'NOT_FOUND', 'Product not found'],
    [stock.owl, { colour: 'red' }, 'INVALID_INPUT', 'colour is not known'],
    [stock.owl, null, 'INVALID_INPUT', 'The input is not an object'],
    [stock.owl, { price: -1 }, 'INVALID_INPUT', 'A value has the wrong form'],
    [stock.owl, { price: 'cheap' }, 'INVALID_INPUT', 'A value has the wrong form'],
    [stock.owl, { price: 1e12 }, 'INVALID_INPUT', 'A value has the wrong form'],
    [stock.owl, { stock: 1.5 }, 'INVALID_INPUT', 'A value has the wrong form'],
  ];
  for (const [id, input, code, message] of refused) {
    expect(await mutate(sql, 'update_product', id, input)).toEqual({ success: false, code, message });
  }
  expect(await everything(sql)).toEqual(before);
});

test('two updates at once both count', async ({ shop }) => {
  const other = await shop.connect();
  await shop.sql.query('begin');
  await mutate(shop.sql, 'update_product', stock.owl, { price: 20 });
  const second = mutate(other, 'update_product', stock.owl, { stock: 99 });
  await untilBlocked(shop.sql);
  await shop.sql.query('commit');
  expect(await second).toMatchObject({ product: { price: 20, stock: 99 }, updated_fields: ['stock'] });
});
