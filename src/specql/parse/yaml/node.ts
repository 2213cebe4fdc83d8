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

/** A node of a file, with the position to name when it is nothing at all. */
export interface LocatedNode {
  readonly reading: Reading;
  readonly node: unknown;
  readonly position: Position;
}

/**
 * @param reading - the file
 * @param node - of it
 * @param absent - the position to name when nothing is written there
 */
export function locate(reading: Reading, node: unknown, absent: Position): LocatedNode {
  const start = isNode(node) && !(isScalar(node) && node.source === '') ? node.range?.[0] : undefined;
  return { reading, node, position: start === undefined ? absent : reading.source.position(start) };
}

/**
 * Collects that something else was expected.
 *
 * @param located - where
 * @param expected - what should stand there
 */
export function unexpected({ reading, node, position }: LocatedNode, expected: string): void {
  const advice = isAlias(node) ? '; SpecQL has no aliases' : '';
  reading.problems.add(position, `expected ${expected}, found ${describeNode(node)}${advice}`);
}

/**
 * @param located - of a scalar that is not empty
 * @param expected - what it should be, for the message
 * @returns its text
 */
export function spanAt(located: LocatedNode, expected: string): Span | undefined {
  const { node, reading } = located;
  if (isScalar(node) && describeNode(node) !== 'nothing') return spanOf(reading.source, node);
  unexpected(located, expected);
  return undefined;
}

/**
 * @param located - of a list
 * @param expected - what it should be, for the message
 * @returns its items
 */
export function itemsAt(located: LocatedNode, expected: string): LocatedNode[] {
  const { node, reading, position } = located;
  if (isSeq(node)) return node.items.map((item) => locate(reading, item, position));
  unexpected(located, expected);
  return [];
}
