import { isAlias, isMap, isScalar, isSeq } from 'yaml';

/**
 * @param node - what stands in the file
 * @returns words for it, for behind "found"
 */
export function describeNode(node: unknown): string {
  if (isMap(node)) return 'a mapping';
  if (isSeq(node)) return 'a list';
  if (isAlias(node)) return 'an alias';
  if (!isScalar(node) || node.source === undefined || (node.type === 'PLAIN' && node.source === '')) return 'nothing';
  return quoted(node.source);
}

/**
 * @param text - of a file
 * @returns it in quotes, cut where it is long
 */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}
