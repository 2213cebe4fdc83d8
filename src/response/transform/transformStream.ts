import { Transform, type TransformCallback } from 'node:stream';
import { MalformedJsonError } from './malformedJson.js';
import type { RunningTransform } from './runningTransform.js';

/**
 * @param running - a document
 * @returns a stream that pushes it: bytes of UTF-8 or strings in, both cut anywhere, bytes out
 */
export function transformStream(running: RunningTransform): Transform {
  const decode = decoder();
  return new Transform({
    decodeStrings: false,
    transform(chunk: Uint8Array | string, _encoding, callback) {
      answer(callback, () => running.push(decode(chunk)));
    },
    flush(callback) {
      answer(callback, () => {
        const rest = running.push(decode(undefined));
        running.end();
        return rest;
      });
    },
  });
}

/** Whole characters out of bytes that may end within one. */
function decoder(): (chunk: Uint8Array | string | undefined) => string {
  const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let decoded = 0;
  const characters = (bytes: Uint8Array | undefined) => {
    try {
      return utf8.decode(bytes, { stream: bytes !== undefined });
    } catch {
      throw new MalformedJsonError('what follows is not UTF-8', decoded);
    }
  };
  return (chunk) => {
    const text = typeof chunk === 'string' ? chunk : characters(chunk);
    decoded += text.length;
    return text;
  };
}

function answer(callback: TransformCallback, work: () => string): void {
  try {
    const text = work();
    // No empty chunk: it would wake the reader for nothing.
    callback(null, text === '' ? undefined : text);
  } catch (error) {
    callback(error as Error);
  }
}
