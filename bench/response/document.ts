/** Types of the document. */
export const types = {
  $: 'OrdersSuccess',
  orders: '[Order]',
  'orders.customer': 'Customer',
  'orders.customer.default_address': 'Address',
  'orders.order_items': '[OrderItem]',
};

/**
 * @param number - which order
 * @returns the document of an order, as a table view has it
 */
export function order(number: number): unknown {
  return {
    order_id: `0190a000-0000-7000-8000-${String(number).padStart(12, '0')}`,
    order_number: `ORD-${String(number).padStart(6, '0')}`,
    created_at: '2026-01-01T12:00:00.123456+00:00',
    is_paid: number % 2 === 0,
    total_amount: 12.5 * number,
    customer: {
      id: `0190a000-0000-7000-8000-${String(number).padStart(12, '1')}`,
      first_name: 'Ann',
      last_name: 'Lee',
      email: 'ann@example.org',
      default_address: { street_name: 'High Street 1', zip_code: 'OX1 1AA' },
    },
    order_items: [1, 2, 3].map((item) => ({
      product_id: `0190a000-0000-7000-8000-${String(item).padStart(12, '2')}`,
      unit_price: 9.99,
      quantity: item,
      gift_note: 'With all good wishes "from us"',
    })),
  };
}

/**
 * @param size - in bytes
 * @returns a flat response with orders that is at least so large, spaced as jsonb is
 */
export function document(size: number): string {
  const orders: string[] = [];
  for (let length = 0; length < size; length += orders.at(-1)?.length ?? 0) orders.push(asJsonb(order(orders.length)));
  // Out of a buffer, as it comes from the server.
  return Buffer.from(`{"code": "SUCCESS", "orders": [${orders.join(', ')}], "success": true}`).toString();
}

const asJsonb = (value: unknown) =>
  JSON.stringify(value, null, 1)
    .replace(/\n */g, ' ')
    .replace(/([{[]) | ([}\]])/g, '$1$2');
