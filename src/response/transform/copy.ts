import type { Keys } from './keys.js';
import type { Piece } from './pieces.js';
import type { TypeNode } from './typeMap.js';

const none = -1;
const nothing: Buffer = Buffer.alloc(0);

/** What copies write into in turn, each for one piece: memory for every document would cost as much as reading it. */
const shared = Buffer.allocUnsafeSlow(128 * 1024);
const comma = Buffer.from(',');

/**
 * The copy of a document with its keys converted and its types told, made while the document is read. What is read is copied as it is and
 * then put right: a key is written over, and a member that has to be left out is taken back.
 */
export class Copy {
  readonly #keys: Keys;
  #source: Buffer = nothing;
  #end = 0;
  /** Where the part of the source begins that is not copied yet. */
  #from = 0;
  #target: Buffer = shared;
  #to = 0;

  /** Where the open objects and arrays stand in the type map. */
  readonly #open: (TypeNode | undefined)[] = [];
  /** Where the value to come stands there. */
  #type: TypeNode | undefined;

  /** Where in the target the member begins, with its comma, that may have to be taken back: until its key is complete or it is left out. */
  #member = none;
  /** Where in the target its key begins. */
  #key = none;
  /** The member is the first after a type, and so needs a comma. */
  #owesComma = false;
  /** Depth of the object whose member is being left out. */
  #leftOut = none;

  /**
   * @param keys - converts them
   * @param type - where the document stands in the type map: at its root
   */
  constructor(keys: Keys, type: TypeNode) {
    this.#keys = keys;
    this.#type = type;
  }

  /** @param piece - that places are told in from now on */
  begin({ bytes, length }: Piece): void {
    this.#source = bytes;
    this.#from = 0;
    this.#end = length;
    this.#reserve(0);
  }

  /** @returns what can be given away now that the bytes have been read; a member whose key is not complete stays */
  finish(): string {
    this.#copy(this.#end);
    if (this.#leftOut !== none) this.#to = this.#member;
    const end = this.#member === none ? this.#to : this.#member;
    const text = this.#target.toString('utf8', 0, end);
    this.#keep(end);
    return text;
  }

  /**
   * Copies a string from a place within it, as long as it goes on.
   *
   * @param start - the place
   * @returns where something else stands, or the bytes end
   */
  string(start: number): number {
    this.#copy(start);
    const source = this.#source;
    const target = this.#target;
    const end = this.#end;
    let to = this.#to;
    let at = start;
    for (; at < end; at += 1, to += 1) {
      const byte = source[at] ?? 0;
      // A quote, a backslash or a control character.
      if (byte === 34 || byte === 92 || byte < 32) break;
      target[to] = byte;
    }
    this.#from = at;
    this.#to = to;
    return at;
  }

  /** An object opens at a place. */
  openObject(at: number): void {
    this.#open.push(this.#type);
    if (this.#leftOut !== none) return;
    const typename = this.#type?.typename;
    if (typename !== undefined) {
      this.#copy(at + 1);
      this.#insert(typename);
      this.#owesComma = true;
    }
    this.#member = this.#placeOf(at + 1);
  }

  /** An array opens; its elements have its type. */
  openArray(): void {
    this.#open.push(this.#type);
  }

  /** An object or array closes at a place. */
  close(at: number): void {
    this.#endLeftOut(at);
    if (this.#leftOut === none) this.#member = none;
    this.#owesComma = false;
    this.#open.pop();
  }

  /** A comma between members stands at a place. */
  nextMember(at: number): void {
    this.#endLeftOut(at);
    if (this.#leftOut === none) this.#member = this.#placeOf(at);
  }

  /** A comma between elements has been read. */
  nextElement(): void {
    this.#type = this.#open[this.#open.length - 1];
  }

  /** The opening quote of a key stands at a place. */
  startKey(at: number): void {
    if (this.#owesComma) {
      // Nothing but blanks has been read since the object opened.
      this.#to = this.#member;
      this.#from = at;
      this.#insert(comma);
      this.#owesComma = false;
    }
    this.#key = this.#placeOf(at + 1);
  }

  /** The closing quote of the key stands at a place. */
  endKey(at: number): void {
    if (this.#leftOut !== none) return;
    this.#copy(at);
    const { name, camelCase, written } = this.#keys.get(this.#target, this.#key, this.#to);
    const object = this.#open[this.#open.length - 1];
    if (object?.typename !== undefined && camelCase === '__typename') {
      this.#leftOut = this.#open.length;
      this.#type = undefined;
      return;
    }
    this.#member = none;
    this.#type = object?.children?.get(name);
    if (written !== undefined) {
      this.#to = this.#key;
      this.#insert(written);
    }
  }

  /** What is not given away moves out of the shared memory, to the beginning of its own. */
  #keep(from: number): void {
    if (from === this.#to) this.#target = shared;
    else if (from > 0 || this.#target === shared) this.#target = Buffer.from(this.#target.subarray(from, this.#to));
    this.#to -= from;
    this.#key -= from;
    if (this.#member !== none) this.#member -= from;
  }

  #endLeftOut(at: number): void {
    if (this.#leftOut !== this.#open.length) return;
    this.#leftOut = none;
    this.#to = this.#member;
    this.#from = at;
  }

  /** Where in the target a place of the source is or will be. */
  #placeOf(at: number): number {
    return this.#to + at - this.#from;
  }

  #copy(end: number): void {
    const source = this.#source;
    const target = this.#target;
    let to = this.#to;
    for (let at = this.#from; at < end; at += 1, to += 1) target[to] = source[at] ?? 0;
    this.#from = end;
    this.#to = to;
  }

  #insert(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    const target = this.#target;
    let to = this.#to;
    for (let at = 0; at < bytes.length; at += 1, to += 1) target[to] = bytes[at] ?? 0;
    this.#to = to;
  }

  /** Makes room for what is still to be copied, and more. */
  #reserve(more: number): void {
    const needed = this.#to + this.#end - this.#from + more;
    if (needed <= this.#target.length) return;
    const larger = Buffer.allocUnsafe(needed + (needed >> 2));
    this.#target.copy(larger, 0, 0, this.#to);
    this.#target = larger;
  }
}
