import { describe, expect, test } from 'vitest';
import { JsonTransformer } from '../../../../src/response/transform/jsonTransformer.js';

const transformer = new JsonTransformer({
  $: 'CreateOrderSuccess',
  order: 'Order',
  'order.shipping_address': 'Address',
  'order.order_items': '[OrderItem]',
  'order.order_items.product': 'Product',
});

test('each object that the map names gets its type first', () => {
  expect(
    transformer.transform(
      '{"success":true,"order":{"id":1,"shipping_address":{"zip_code":"1"},"order_items":[{"product":{"id":2}},{},null],"meta_data":{"a":1}}}',
    ),
  ).toBe(
    '{"__typename":"CreateOrderSuccess","success":true,"order":{"__typename":"Order","id":1,"shippingAddress":{"__typename":"Address","zipCode":"1"},' +
      '"orderItems":[{"__typename":"OrderItem","product":{"__typename":"Product","id":2}},{"__typename":"OrderItem"},null],"metaData":{"a":1}}}',
  );
});

describe('a typename that is there is replaced', () => {
  test.each([
    ['alone', '{"__typename":"Old"}', '{"__typename":"New"}'],
    ['first', '{"__typename":"Old", "a_b":1}', '{"__typename":"New", "aB":1}'],
    ['last', '{"a_b":1, "__typename":"Old"}', '{"__typename":"New","aB":1}'],
    ['between', '{"a":1, "__typename":"Old", "b":2}', '{"__typename":"New","a":1, "b":2}'],
    ['twice', '{"__typename":1,"__typename":2,"a":3}', '{"__typename":"New","a":3}'],
    ['with an escape', '{"__typen\\u0061me":"Old","a":1}', '{"__typename":"New","a":1}'],
    ['that would become one', '{"a":1,"__typename_":"Old"}', '{"__typename":"New","a":1}'],
    ['with any value', '{"__typename":{"a_b":[{"__typename":1,"c":[]}]},"d_e":1}', '{"__typename":"New","dE":1}'],
    ['empty', '{ }', '{"__typename":"New" }'],
    ['blanks', '{ "a" : 1 , "b":2}', '{"__typename":"New","a" : 1 , "b":2}'],
  ])('%s', (_, json, result) => {
    expect(new JsonTransformer({ $: 'New' }).transform(json)).toBe(result);
  });
});

test('without a type it stays where it is', () => {
  const json = '{"a":{"b":1,"__typename":"Old"}}';
  expect(transformer.transform(json)).toBe(`{"__typename":"CreateOrderSuccess",${json.slice(1)}`);
});

test('a path speaks of the names in the database, escaped or not', () => {
  const types = new JsonTransformer({ user_account: 'Account', userAccount: 'Other' });
  expect(types.transform('{"user\\u005faccount":{}}')).toBe('{"userAccount":{"__typename":"Account"}}');
});

test('a list of lists gives its type to the innermost', () => {
  expect(new JsonTransformer({ $: '[Cell]' }).transform('[[{"x":1}],[]]')).toBe('[[{"__typename":"Cell","x":1}],[]]');
});

test.each([
  [{ order: 'Or"der' }, 'the type map has "Or\\"der" at "order", which is no name of a type'],
  [{ order: '[Order' }, 'the type map has "[Order" at "order", which is no name of a type'],
  [{ order: '' }, 'the type map has "" at "order", which is no name of a type'],
  [{ 'order..item': 'Item' }, 'the type map has the path "order..item"'],
  [{ '': 'Item' }, 'the type map has the path ""'],
])('the type map %j is refused', (types, message) => {
  expect(() => new JsonTransformer(types as Record<string, string>)).toThrow(message);
});
