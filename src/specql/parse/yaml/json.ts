import { isMap, isScalar, isSeq, type Scalar } from 'yaml';
import { exactNumber } from '../../exactNumber.js';
import type { Literal } from '../../syntax/field.js';
import { placeOf, spanAt, unexpected, type Place } from './node.js';

/** Deeper is a mistake. */
const deepest = 32;

/**
 * Reads YAML as the JSON it stands for.
 *
 * @param place - of any value
 * @param depth - of levels above it
 * @returns the value; a number that JavaScript cannot hold exactly as its digits
 */
export function jsonAt(place: Place, depth = 0): Literal | undefined {
  const { reading, node, position } = place;
  const inner = (value: unknown) => jsonAt(placeOf(reading, value, position), depth + 1) ?? null;
  if (depth > deepest) unexpected(place, `at most ${deepest} levels`);
  else if (isSeq(node)) return node.items.map(inner);
  else if (isMap(node))
    return Object.fromEntries(
      node.items.map(({ key, value }) => [keyAt(placeOf(reading, key, position)), inner(value)]),
    );
  else if (isScalar(node)) return constant(node);
  else if (node === null) return null;
  else unexpected(place, 'a value');
  return undefined;
}

function keyAt(place: Place): string {
  return spanAt(place, 'a key')?.text ?? '';
}

function constant({ value, source = '' }: Scalar): Literal {
  if (typeof value === 'number') return Number.isFinite(value) ? (exactNumber(source) ?? source) : source;
  return typeof value === 'boolean' || value === null ? value : source;
}
