/** A piece of a document as UTF-8, in a buffer that the next piece is written into. */
export interface Piece {
  readonly bytes: Buffer;
  /** How many bytes of the buffer are the piece. */
  readonly length: number;
  /** How many characters (UTF-16 code units) these are. */
  readonly characters: number;
}

/** Small enough for the processor's cache, large enough that a piece costs little beside its characters. */
const charactersOfPiece = 16 * 1024;

/** A character is three bytes at most: one of four is written with two. All documents use it in turn, as none is left half-way. */
const bytes = Buffer.allocUnsafeSlow(3 * charactersOfPiece);

/**
 * Cuts text into pieces of whole code points. Half a surrogate pair, which UTF-8 cannot write, becomes U+FFFD.
 *
 * @param text - of any length
 * @returns its pieces, each to be used before the next is asked for
 */
export function* piecesOf(text: string): Generator<Piece, void, undefined> {
  for (let from = 0; from < text.length;) {
    let to = Math.min(from + charactersOfPiece, text.length);
    if (to < text.length && isHighSurrogate(text.charCodeAt(to - 1))) to -= 1;
    const length = bytes.write(text.slice(from, to));
    yield { bytes, length, characters: to - from };
    from = to;
  }
}

/**
 * @param code - a UTF-16 code unit
 * @returns whether it is the first half of a pair
 */
export const isHighSurrogate = (code: number) => code >= 0xd800 && code <= 0xdbff;
