import { describe, expect } from 'vitest';
import { stock } from '../../../examples/ecommerce/load.js';
import { column, rows, transaction } from '../../harness/query.js';
import { events, everything, mutate, test, untilBlocked } from './shop.js';

const bob = { email: 'bob@example.org', first_name: 'Bob', last_name: 'Roe' };

describe('create_customer', () => {
  test('gives the document, the event and the cascade', async ({ shop: { sql } }) => {
    const response = await mutate(sql, 'create_customer', bob);
    expect(response).toMatchObject({ success: true, code: 'SUCCESS', customer: { ...bob, order_count: 0 } });
    const customer = response.customer as { id: string };
    expect(await column(sql, 'select data from core.tv_customer where id = $1', [customer.id])).toEqual([customer]);
    expect(await events(sql)).toEqual([
      {
        event_type: 'CUSTOMER_CREATED',
        entity_type: 'customer',
        entity_id: customer.id,
        operation: 'CREATE',
        payload: { before: null, after: customer, metadata: { created_by: null } },
        schema: 'core',
        table: 'tb_customer',
      },
    ]);
    expect(response.cascade).toMatchObject({
      updated: [{ __typename: 'Customer', id: customer.id, operation: 'CREATED', entity: bob }],
      deleted: [],
      invalidations: [{ queryName: 'customers' }],
    });
  });

  test('refuses wrong input, and leaves nothing of the attempt', async ({ shop: { sql } }) => {
    const before = await everything(sql);
    const refused: [unknown, string, string][] = [
      [{}, 'INVALID_INPUT', 'email is missing'],
      [{ ...bob, email: null }, 'INVALID_INPUT', 'email is missing'],
      [{ ...bob, email: 'bob' }, 'INVALID_INPUT', 'email is no address'],
      [{ ...bob, is_admin: true }, 'INVALID_INPUT', 'is_admin is not known'],
      [[], 'INVALID_INPUT', 'The input is not an object'],
      [{ ...bob, email: 'ANN@example.org' }, 'CONFLICT', 'It exists already'],
    ];
    for (const [input, code, message] of refused) {
      expect(await mutate(sql, 'create_customer', input)).toEqual({ success: false, code, message });
    }
    expect(await everything(sql)).toEqual(before);
  });

  test('what is rolled back leaves neither customer nor event', async ({ shop: { sql } }) => {
    const before = await everything(sql);
    const failed = transaction(sql, async () => {
      expect(await mutate(sql, 'create_customer', bob)).toMatchObject({ success: true });
      expect(await events(sql)).toHaveLength(1);
      throw new Error('changed my mind');
    });
    await expect(failed).rejects.toThrow('changed my mind');
    expect(await everything(sql)).toEqual(before);
  });
});

describe('delete_customer', () => {
  test('gives the document as it was, and names the user of the request', async ({ shop: { sql } }) => {
    const user = '0190a000-0000-7000-8000-00000000eeee';
    await sql.query(`select set_config('app.user_id', $1, false)`, [user]);
    const response = await mutate(sql, 'delete_customer', stock.ann);
    expect(response).toMatchObject({
      success: true,
      customer: { id: stock.ann, email: 'ann@example.org' },
      deleted_customer_id: stock.ann,
      cascade: { updated: [], deleted: [{ __typename: 'Customer', id: stock.ann }] },
    });
    expect(await events(sql)).toMatchObject([
      {
        event_type: 'CUSTOMER_DELETED',
        operation: 'DELETE',
        payload: { before: response.customer, after: null, metadata: { deleted_by: user } },
      },
    ]);
    expect(await rows(sql, 'select from core.tv_customer')).toEqual([]);
    // The address is free again.
    const again = { email: 'ann@example.org', first_name: 'Ann', last_name: 'Poe' };
    expect(await mutate(sql, 'create_customer', again)).toMatchObject({ success: true });
  });

  test('finds nobody twice, and refuses one with open orders', async ({ shop: { sql } }) => {
    const order = { customer_id: stock.ann, items: [{ product_id: stock.owl, quantity: 1 }] };
    expect(await mutate(sql, 'create_order', order)).toMatchObject({ success: true });
    const before = await everything(sql);
    expect(await mutate(sql, 'delete_customer', stock.ann)).toEqual({
      success: false,
      code: 'CONFLICT',
      message: 'The customer has open orders',
    });
    expect(await mutate(sql, 'delete_customer', stock.owl)).toMatchObject({ success: false, code: 'NOT_FOUND' });
    expect(await mutate(sql, 'delete_customer', null)).toMatchObject({ success: false, code: 'NOT_FOUND' });
    expect(await everything(sql)).toEqual(before);

    await sql.query(`update core.tb_order set status = 'shipped'`);
    expect(await mutate(sql, 'delete_customer', stock.ann)).toMatchObject({ success: true });
    expect(await mutate(sql, 'delete_customer', stock.ann)).toMatchObject({ success: false, code: 'NOT_FOUND' });
  });

  test('of two at once, one deletes and the other finds nothing', async ({ shop }) => {
    const other = await shop.connect();
    await shop.sql.query('begin');
    expect(await mutate(shop.sql, 'delete_customer', stock.ann)).toMatchObject({ success: true });
    const second = mutate(other, 'delete_customer', stock.ann);
    await untilBlocked(shop.sql);
    await shop.sql.query('commit');
    expect(await second).toMatchObject({ success: false, code: 'NOT_FOUND' });
    expect(await events(shop.sql)).toHaveLength(1);
  });
});
