import { Copy } from './copy.js';
import type { Keys } from './keys.js';
import { isHighSurrogate, piecesOf } from './pieces.js';
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
  const transformed = (text: string) => {
    let result = '';
    for (const piece of piecesOf(text)) {
      copy.begin(piece);
      reader.read(piece);
      result += copy.finish();
    }
    return result;
  };
  /** The first half of a surrogate pair that the text was cut in. */
  let half = '';
  return {
    push(text) {
      const whole = half + text;
      half = isHighSurrogate(whole.charCodeAt(whole.length - 1)) ? whole.slice(-1) : '';
      return transformed(half === '' ? whole : whole.slice(0, -1));
    },
    end() {
      transformed(half);
      reader.end();
    },
  };
}
