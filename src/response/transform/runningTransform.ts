import { Copy } from './copy.js';
import type { Keys } from './keys.js';
import { Reader } from './reader.js';
import type { TypeNode } from './typeMap.js';

/** A document that is transformed chunk by chunk. */
export interface RunningTransform {
  /**
   * @param text - the next part of the document, cut anywhere
   * @returns what can be written of it; joined, these are the result
   * @throws MalformedJsonError when the document does not go on as JSON
   */
  push(text: string): string;
  /** @throws MalformedJsonError when the document is not complete */
  end(): void;
}

/**
 * @param keys - converts them
 * @param types - the root of the type map
 * @returns a document to be pushed
 */
export function startTransform(keys: Keys, types: TypeNode): RunningTransform {
  const copy = new Copy(keys, types);
  const reader = new Reader(copy);
  return {
    push(text) {
      copy.begin(text);
      reader.read(text);
      return copy.finish();
    },
    end() {
      reader.end();
    },
  };
}
