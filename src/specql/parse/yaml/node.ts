import { isAlias, isNode, isScalar, isSeq } from 'yaml';
import type { Problems } from '../../problems.js';
import type { Source } from '../../source.js';
import type { Position } from '../../syntax/position.js';
import { describeNode } from './describeNode.js';
import { spanOf, type Span } from './span.js';

/** The file at hand and where its faults go. */
export interface Reading {
  readonly source: Source;
  readonly problems: Problems;
}

/** A node of a file, with the place to name when it is nothing at all. */
export interface Place {
  readonly reading: Reading;
  readonly node: unknown;
  readonly position: Position;
}

/**
 * @param reading - the file
 * @param node - of it
 * @param absent - the place to name when nothing is written there
 */
export function placeOf(reading: Reading, node: unknown, absent: Position): Place {
  const start = isNode(node) && !(isScalar(node) && node.source === '') ? node.range?.[0] : undefined;
  return { reading, node, position: start === undefined ? absent : reading.source.position(start) };
}

/**
 * Collects that something else was expected.
 *
 * @param place - where
 * @param expected - what should stand there
 */
export function unexpected({ reading, node, position }: Place, expected: string): void {
  const advice = isAlias(node) ? '; SpecQL has no aliases' : '';
  reading.problems.add(position, `expected ${expected}, found ${describeNode(node)}${advice}`);
}

/**
 * @param place - of a scalar that is not empty
 * @param expected - what it should be, for the message
 * @returns its text
 */
export function spanAt(place: Place, expected: string): Span | undefined {
  const { node, reading } = place;
  if (isScalar(node) && describeNode(node) !== 'nothing') return spanOf(reading.source, node);
  unexpected(place, expected);
  return undefined;
}

/**
 * @param place - of a list
 * @param expected - what it should be, for the message
 * @returns its items
 */
export function itemsAt(place: Place, expected: string): Place[] {
  const { node, reading, position } = place;
  if (isSeq(node)) return node.items.map((item) => placeOf(reading, item, position));
  unexpected(place, expected);
  return [];
}
