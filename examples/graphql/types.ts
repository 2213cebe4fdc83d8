import { JsonTransformer } from '../../src/index.js';

/** Every answer of a mutation, and under the same names what queries return. */
export const transformer = new JsonTransformer({
  customer: 'Customer',
  product: 'Product',
  order: 'Order',
  'order.customer': 'Customer',
  'order.shipping_address': 'Address',
  'order.items': '[OrderItem]',
  'order.items.product': 'Product',
});
