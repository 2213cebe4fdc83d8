import { camelCase } from './camelCase.js';

/** A key of an object, as read and as written. */
export interface Key {
  /** Without escapes. */
  readonly name: string;
  readonly camelCase: string;
  /** What stands between its quotes. */
  readonly raw: Uint8Array;
  /** What to write there; undefined when what was read can stay. */
  readonly written: Uint8Array | undefined;
}

/** Documents have few different keys. Those that are data, as ids are, must not fill the memory. */
const limits = { keys: 4096, length: 64 };

/** Places for keys at hand; a power of two. */
const places = 1024;

/** Keys that were seen, each converted once. Most are found by their bytes, without making a string of them. */
export class Keys {
  readonly #known = new Map<string, Key>();
  /** At each place the last key that belongs there. */
  readonly #atHand: (Key | undefined)[] = Array.from({ length: places }, () => undefined);

  /**
   * @param bytes - with a key, its escapes checked
   * @param from - where it begins, behind its opening quote
   * @param to - where its closing quote stands
   * @returns the key
   */
  get(bytes: Buffer, from: number, to: number): Key {
    const place = placeOf(bytes, from, to);
    const atHand = this.#atHand[place];
    if (atHand && isAt(atHand.raw, bytes, from, to)) return atHand;
    const key = this.#find(bytes.toString('utf8', from, to));
    if (to - from <= limits.length) this.#atHand[place] = key;
    return key;
  }

  #find(raw: string): Key {
    return this.#known.get(raw) ?? this.#add(raw);
  }

  #add(raw: string): Key {
    const key = read(raw);
    if (raw.length > limits.length) return key;
    if (this.#known.size >= limits.keys) this.#known.clear();
    this.#known.set(raw, key);
    return key;
  }
}

/** By its length and three of its bytes, which differ between most keys of a document. */
function placeOf(bytes: Uint8Array, from: number, to: number): number {
  const first = bytes[from] ?? 0;
  const middle = bytes[(from + to) >> 1] ?? 0;
  const last = bytes[to - 1] ?? 0;
  return (((first * 31 + middle) * 31 + last) * 31 + to - from) & (places - 1);
}

function isAt(raw: Uint8Array, bytes: Uint8Array, from: number, to: number): boolean {
  if (raw.length !== to - from) return false;
  for (let at = 0; at < raw.length; at += 1) if (raw[at] !== bytes[from + at]) return false;
  return true;
}

function read(raw: string): Key {
  const name = JSON.parse(`"${raw}"`) as string;
  const converted = camelCase(name);
  return {
    name,
    camelCase: converted,
    raw: Buffer.from(raw),
    written: converted === name ? undefined : Buffer.from(JSON.stringify(converted).slice(1, -1)),
  };
}
