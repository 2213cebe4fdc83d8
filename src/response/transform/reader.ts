import type { Copy } from './copy.js';
import { MalformedJsonError } from './malformedJson.js';
import { broken, ended, numberPart, numberStep } from './number.js';
import type { Piece } from './pieces.js';

/** What comes next. */
const enum State {
  Value,
  FirstElement,
  FirstKey,
  NextKey,
  Colon,
  AfterValue,
  End,
  String,
  Escape,
  Hex,
  Number,
  Literal,
}

const expected = {
  [State.Value]: 'a value',
  [State.FirstElement]: 'a value or ]',
  [State.FirstKey]: 'a key or }',
  [State.NextKey]: 'a key',
  [State.Colon]: 'a colon',
  [State.AfterValue]: 'a comma or a closing bracket',
  [State.End]: 'nothing more',
  [State.String]: 'an escape for a control character',
  [State.Escape]: 'one of "\\/bfnrtu after the backslash',
  [State.Hex]: 'four hexadecimal digits after \\u',
  [State.Number]: 'a digit',
  [State.Literal]: 'true, false or null',
} satisfies Record<State, string>;

/** The bytes that may follow a backslash, besides u. */
const escapes = Uint8Array.from({ length: 256 }, (_, byte) => Number('"\\/bfnrt'.includes(String.fromCharCode(byte))));

/** Far beyond what PostgreSQL accepts; a text of nothing but brackets must not fill the memory. */
const maxDepth = 100_000;

/**
 * Reads a document that may come in chunks, and tells a copy of it where its parts are. It keeps its own stack, since recursion would end
 * the process on a deep document, and it can stop behind any character.
 */
export class Reader {
  readonly #copy: Copy;
  /** For each open container whether it is an object. */
  readonly #open: boolean[] = [];
  #state: State = State.Value;
  /** Characters of the earlier pieces. */
  #offset = 0;
  #bytes: Buffer = Buffer.alloc(0);
  #length = 0;

  #inKey = false;
  #number: number = numberPart.sign;
  #literal = '';
  /** Characters read of a literal or of the digits of \u. */
  #count = 0;

  /** @param copy - told where the parts are */
  constructor(copy: Copy) {
    this.#copy = copy;
  }

  /**
   * @param piece - the next of the document
   * @throws MalformedJsonError when the document does not go on as JSON
   */
  read({ bytes, length, characters }: Piece): void {
    this.#bytes = bytes;
    this.#length = length;
    for (let at = 0; at < length;) at = this.#step(at);
    this.#offset += characters;
  }

  /** @throws MalformedJsonError when the document is not complete */
  end(): void {
    if (this.#state === State.Number && this.#number >= numberPart.zero) this.#endValue();
    if (this.#state !== State.End) throw new MalformedJsonError('it ends too early', this.#offset);
  }

  /** @returns where to go on */
  #step(at: number): number {
    const byte = this.#bytes[at] ?? 0;
    switch (this.#state) {
      case State.String:
        return this.#string(at);
      case State.Number:
        return this.#digits(at);
      case State.Escape:
        this.#escape(byte, at);
        break;
      case State.Hex:
        this.#hex(byte, at);
        break;
      case State.Literal:
        this.#letter(byte, at);
        break;
      default:
        if (byte !== 32 && byte !== 10 && byte !== 13 && byte !== 9) this.#structure(byte, at);
    }
    return at + 1;
  }

  #structure(code: number, at: number): void {
    switch (this.#state) {
      case State.NextKey:
      case State.FirstKey:
        if (code === 34) this.#startKey(at);
        else if (code === 125 && this.#state === State.FirstKey) this.#close(at);
        else this.#fail(at);
        break;
      case State.Colon:
        if (code !== 58) this.#fail(at);
        this.#state = State.Value;
        break;
      case State.AfterValue:
        this.#afterValue(code, at);
        break;
      case State.End:
        this.#fail(at);
        break;
      default:
        if (code === 93 && this.#state === State.FirstElement) this.#close(at);
        else this.#startValue(code, at);
    }
  }

  #startValue(code: number, at: number): void {
    switch (code) {
      case 34: // "
        this.#state = State.String;
        break;
      case 123: // {
        this.#openContainer(true, at);
        this.#copy.openObject(at);
        this.#state = State.FirstKey;
        break;
      case 91: // [
        this.#openContainer(false, at);
        this.#copy.openArray();
        this.#state = State.FirstElement;
        break;
      case 116: // t
        this.#startLiteral('true');
        break;
      case 102: // f
        this.#startLiteral('false');
        break;
      case 110: // n
        this.#startLiteral('null');
        break;
      default: {
        const part = code === 45 ? numberPart.sign : numberStep(numberPart.sign, code);
        if (part === broken) this.#fail(at);
        this.#number = part;
        this.#state = State.Number;
      }
    }
  }

  #afterValue(code: number, at: number): void {
    const inObject = this.#open[this.#open.length - 1];
    if (code === (inObject ? 125 : 93)) this.#close(at);
    else if (code !== 44) this.#fail(at);
    else if (inObject) {
      this.#copy.nextMember(at);
      this.#state = State.NextKey;
    } else {
      this.#copy.nextElement();
      this.#state = State.Value;
    }
  }

  #openContainer(isObject: boolean, at: number): void {
    if (this.#open.length === maxDepth) {
      throw new MalformedJsonError(
        `more than ${maxDepth} objects and arrays are open`,
        this.#offset + this.#bytes.toString('utf8', 0, at).length,
      );
    }
    this.#open.push(isObject);
  }

  #close(at: number): void {
    this.#copy.close(at);
    this.#open.pop();
    this.#endValue();
  }

  #startKey(at: number): void {
    this.#copy.startKey(at);
    this.#inKey = true;
    this.#state = State.String;
  }

  #startLiteral(literal: string): void {
    this.#literal = literal;
    this.#count = 1;
    this.#state = State.Literal;
  }

  #endValue(): void {
    this.#state = this.#open.length === 0 ? State.End : State.AfterValue;
  }

  #string(from: number): number {
    const at = this.#copy.string(from);
    if (at === this.#length) return at;
    const byte = this.#bytes[at];
    if (byte === 92) this.#state = State.Escape;
    else if (byte !== 34) this.#fail(at);
    else if (this.#inKey) return this.#endKey(at);
    else this.#endValue();
    return at + 1;
  }

  #endKey(at: number): number {
    this.#copy.endKey(at);
    this.#inKey = false;
    this.#state = State.Colon;
    // As nearly always: the same as reading on, but faster.
    if (at + 2 >= this.#length || this.#bytes[at + 1] !== 58) return at + 1;
    this.#state = State.Value;
    return this.#bytes[at + 2] === 32 ? at + 3 : at + 2;
  }

  #escape(code: number, at: number): void {
    this.#count = 0;
    if (code === 117) this.#state = State.Hex;
    else if (escapes[code] === 1) this.#state = State.String;
    else this.#fail(at);
  }

  #hex(code: number, at: number): void {
    const isDigit = (code >= 48 && code <= 57) || (code >= 65 && code <= 70) || (code >= 97 && code <= 102);
    if (!isDigit) this.#fail(at);
    this.#count += 1;
    if (this.#count === 4) this.#state = State.String;
  }

  #digits(from: number): number {
    const bytes = this.#bytes;
    const length = this.#length;
    for (let at = from; at < length; at += 1) {
      const byte = bytes[at] ?? 0;
      if (byte >= 48 && byte <= 57 && this.#number >= numberPart.whole) continue;
      const part = numberStep(this.#number, byte);
      if (part === broken) this.#fail(at);
      if (part === ended) {
        this.#endValue();
        return at;
      }
      this.#number = part;
    }
    return length;
  }

  #letter(code: number, at: number): void {
    if (code !== this.#literal.charCodeAt(this.#count)) this.#fail(at);
    this.#count += 1;
    if (this.#count === this.#literal.length) this.#endValue();
  }

  #fail(at: number): never {
    const read = this.#bytes.toString('utf8', 0, at);
    const found = String.fromCodePoint(this.#bytes.toString('utf8', at, at + 4).codePointAt(0) ?? 0);
    throw new MalformedJsonError(
      `expected ${expected[this.#state]}, found ${JSON.stringify(found)}`,
      this.#offset + read.length,
    );
  }
}
