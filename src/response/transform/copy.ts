import type { Keys } from './keys.js';
import type { TypeNode } from './typeMap.js';

const none = -1;

/**
 * The copy of a document with its keys converted and its types told, made while the document is read. Text is copied in runs as long as
 * possible: a run ends only where something is written that was not read, or left out that was.
 */
export class Copy {
  readonly #keys: Keys;
  #text = '';
  #out = '';
  /** Where the run begins that is not written yet. */
  #from = 0;

  /** Where the open objects and arrays stand in the type map. */
  readonly #open: (TypeNode | undefined)[] = [];
  /** Where the value to come stands there. */
  #type: TypeNode | undefined;

  #inKey = false;
  /** Opening quote of the key being read; `none` when that was in an earlier chunk. */
  #keyStart = none;
  /** What earlier chunks had of the key. */
  #keyBegin = '';
  /** The comma before the key to come, when it is in the run. */
  #comma = none;
  /** A comma has to be written before the key to come, because none is in the run. */
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

  /** @param text - the chunk that places are told in from now on */
  begin(text: string): void {
    this.#text = text;
    this.#from = 0;
    this.#out = '';
  }

  /** @returns what can be written when the chunk has been read */
  finish(): string {
    if (this.#leftOut === none) {
      this.#hold();
      this.#write(this.#text.length);
    }
    this.#comma = this.#keyStart = none;
    return this.#out;
  }

  /** An object opens at a place. */
  openObject(at: number): void {
    this.#open.push(this.#type);
    if (this.#type?.typename === undefined) return;
    this.#write(at + 1);
    this.#out += this.#type.typename;
    this.#owesComma = true;
  }

  /** An array opens; its elements have its type. */
  openArray(): void {
    this.#open.push(this.#type);
  }

  /** An object or array closes at a place. */
  close(at: number): void {
    this.#endLeftOut(at);
    this.#comma = none;
    this.#owesComma = false;
    this.#open.pop();
  }

  /** A comma between members stands at a place. */
  nextMember(at: number): void {
    this.#endLeftOut(at);
    this.#comma = at;
    this.#owesComma = false;
  }

  /** A comma between elements has been read. */
  nextElement(): void {
    this.#type = this.#open[this.#open.length - 1];
  }

  /** The opening quote of a key stands at a place. */
  startKey(at: number): void {
    this.#inKey = true;
    this.#keyStart = at;
  }

  /** The closing quote of the key stands at a place. */
  endKey(at: number): void {
    this.#inKey = false;
    if (this.#leftOut !== none) return;
    const raw = this.#keyBegin + this.#text.slice(this.#keyStart + 1, at);
    const key = this.#keys.get(raw);
    const object = this.#open[this.#open.length - 1];
    if (object?.typename !== undefined && key.camelCase === '__typename') this.#leaveOut();
    else {
      this.#writeKey(raw, key.written, at);
      this.#type = object?.children?.get(key.name);
    }
    this.#keyBegin = '';
    this.#comma = none;
  }

  #writeKey(raw: string, written: string | undefined, at: number): void {
    if (this.#owesComma) {
      // Between the last that was written and the key there is nothing but blanks.
      this.#out += ',';
      this.#from = this.#keyStart;
      this.#owesComma = false;
    }
    if (this.#keyStart === none) {
      this.#out += `"${written ?? raw}`;
      this.#from = at;
    } else if (written !== undefined) {
      this.#write(this.#keyStart + 1);
      this.#out += written;
      this.#from = at;
    }
  }

  #leaveOut(): void {
    if (this.#comma !== none) this.#write(this.#comma);
    this.#leftOut = this.#open.length;
    this.#type = undefined;
  }

  #endLeftOut(at: number): void {
    if (this.#leftOut !== this.#open.length) return;
    this.#leftOut = none;
    this.#from = at;
  }

  /** A key whose end is in a later chunk cannot be written yet, nor the comma before it, as the member may have to be left out. */
  #hold(): void {
    if (this.#comma !== none) {
      this.#write(this.#comma);
      this.#owesComma = true;
    } else if (this.#inKey && this.#keyStart !== none && !this.#owesComma) this.#write(this.#keyStart);
    if (this.#inKey) this.#keyBegin += this.#text.slice(this.#keyStart + 1);
    if (this.#inKey || this.#owesComma) this.#from = this.#text.length;
  }

  #write(to: number): void {
    if (to > this.#from) this.#out += this.#text.slice(this.#from, to);
    this.#from = to;
  }
}
