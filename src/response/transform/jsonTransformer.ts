import type { Transform } from 'node:stream';
import { Keys } from './keys.js';
import { startTransform, type RunningTransform } from './runningTransform.js';
import { transformStream } from './transformStream.js';
import { typeTree, type TypeMap, type TypeNode } from './typeMap.js';

/**
 * Makes the JSON of a database the JSON of a GraphQL client: keys in camelCase, and `__typename` first in the objects that the type map
 * names, in the place of one that is there. Text becomes text in one pass; no object is built, and strings, numbers and blanks stay as they
 * are (but half a surrogate pair, which UTF-8 has no bytes for, becomes U+FFFD). One transformer serves any number of documents, also at the
 * same time, and is faster when it has seen their keys before.
 */
export class JsonTransformer {
  readonly #keys = new Keys();
  readonly #types: TypeNode;

  /**
   * @param types - the objects that get a `__typename`
   * @throws SpecqlCdcError when the type map cannot be used
   */
  constructor(types: TypeMap = {}) {
    this.#types = typeTree(types);
  }

  /**
   * @param json - a whole document
   * @returns it, transformed
   * @throws MalformedJsonError with the offset, when it is no JSON
   */
  transform(json: string): string {
    const running = this.start();
    const result = running.push(json);
    running.end();
    return result;
  }

  /** @returns a document to be pushed in chunks */
  start(): RunningTransform {
    return startTransform(this.#keys, this.#types);
  }

  /** @returns a stream of one document: bytes of UTF-8 (cut anywhere) or strings in, bytes out; it fails with MalformedJsonError */
  stream(): Transform {
    return transformStream(this.start());
  }
}
