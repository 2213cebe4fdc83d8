import type { Scalar } from 'yaml';
import type { Source } from '../../source.js';
import type { Position } from '../../syntax/position.js';

/** A text inside a file that knows where each of its characters stands there. */
export interface Span {
  readonly text: string;
  /** Position of a character; the end of the text is one too. */
  position(index: number): Position;
}

/**
 * @param source - the file
 * @param scalar - one of its scalars
 * @returns its text, as YAML unfolds and unescapes it
 */
export function spanOf(source: Source, scalar: Scalar): Span {
  const text = scalar.source ?? '';
  const [start = 0, end = start] = scalar.range ?? [];
  const written = source.text.slice(start, end);
  const plain = written === text;
  let offsets: number[] | undefined;
  return {
    text,
    position(index) {
      if (plain) return source.position(start + index);
      offsets ??= align(text, written);
      return source.position(start + (offsets[index] ?? 0));
    },
  };
}

/** A part of a span, from one index up to another. */
export function part(span: Span, from: number, to = span.text.length): Span {
  return { text: span.text.slice(from, to), position: (index) => span.position(from + index) };
}

/** Indentation and escapes between two characters of a text are hardly longer; looking further would cost time in hostile files. */
const gap = 200;

/** Where each character of a text stands in what was written: behind quotes, indentation and escapes, which the text lacks. */
function align(text: string, written: string): number[] {
  const offsets: number[] = [];
  let at = /^[|>].*\n/.exec(written)?.[0].length ?? (/^["']/.test(written) ? 1 : 0);
  for (const character of text.split('')) {
    // White space may be folded, and an escape such as \x41 does not show its character: they stand about here.
    const skipped = /\s/.test(character) ? 0 : Math.max(0, written.slice(at, at + gap).indexOf(character));
    offsets.push(at + skipped);
    at = Math.min(at + skipped + 1, written.length);
  }
  return [...offsets, at];
}
