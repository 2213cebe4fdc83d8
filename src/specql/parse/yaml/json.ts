import { isMap, isScalar, isSeq, type Scalar } from 'yaml';
import { exactNumber } from '../../exactNumber.js';
import type { Literal } from '../../syntax/field.js';
import { locate, spanAt, unexpected, type LocatedNode } from './node.js';

/** Deeper is a mistake. */
const deepest = 32;

/**
 * Reads YAML as the JSON it stands for.
 *
 * @param located - of any value
 * @param depth - of levels above it
 * @returns the value; a number that JavaScript cannot hold exactly as its digits
 */
export function jsonAt(located: LocatedNode, depth = 0): Literal | undefined {
  const { reading, node, position } = located;
  const inner = (value: unknown) => jsonAt(locate(reading, value, position), depth + 1) ?? null;
  if (depth > deepest) unexpected(located, `at most ${deepest} levels`);
  else if (isSeq(node)) return node.items.map(inner);
  else if (isMap(node))
    return Object.fromEntries(
      node.items.map(({ key, value }) => [keyAt(locate(reading, key, position)), inner(value)]),
    );
  else if (isScalar(node)) return constant(node);
  else if (node === null) return null;
  else unexpected(located, 'a value');
  return undefined;
}

function keyAt(located: LocatedNode): string {
  return spanAt(located, 'a key')?.text ?? '';
}

function constant({ value, source = '' }: Scalar): Literal {
  if (typeof value === 'number') return Number.isFinite(value) ? (exactNumber(source) ?? source) : source;
  return typeof value === 'boolean' || value === null ? value : source;
}
