import { SpecqlCdcError } from '../../error.js';

/**
 * Which objects get a `__typename`. A key is the path of an object in the document, its names as in the database and separated by dots, and
 * `$` is the document itself: `{ $: 'CreateOrderSuccess', order: 'Order', 'order.customer': 'Customer' }`. A list gives its type to each of
 * its elements, whether it is written `OrderItem` or `[OrderItem]`.
 */
export type TypeMap = Readonly<Record<string, string>>;

/** A path of a type map, with the paths that begin with it. */
export interface TypeNode {
  /** `"__typename":"Order"` in UTF-8, or undefined when the path has no type. */
  typename: Uint8Array | undefined;
  children: Map<string, TypeNode> | undefined;
}

const graphqlName = /^(?:([_A-Za-z]\w*)|\[([_A-Za-z]\w*)\])$/;

/**
 * @param types - a type map
 * @returns its paths as a tree
 * @throws SpecqlCdcError for a type that is no GraphQL name, or a path with an empty part
 */
export function typeTree(types: TypeMap): TypeNode {
  const root: TypeNode = { typename: undefined, children: undefined };
  for (const [path, type] of Object.entries(types)) {
    const match = graphqlName.exec(type);
    if (!match) {
      throw new SpecqlCdcError(
        `the type map has ${JSON.stringify(type)} at ${JSON.stringify(path)}, which is no name of a type`,
        'Write Order, or [Order] for a list.',
      );
    }
    nodeAt(root, path).typename = Buffer.from(`"__typename":"${match[1] ?? match[2] ?? ''}"`);
  }
  return root;
}

function nodeAt(root: TypeNode, path: string): TypeNode {
  if (path === '$') return root;
  let node = root;
  for (const name of path.split('.')) {
    if (name === '') {
      throw new SpecqlCdcError(
        `the type map has the path ${JSON.stringify(path)}`,
        'Write the names of the database separated by dots, as in order.customer, or $ for the document itself.',
      );
    }
    node.children ??= new Map();
    let child = node.children.get(name);
    if (!child) node.children.set(name, (child = { typename: undefined, children: undefined }));
    node = child;
  }
  return node;
}
