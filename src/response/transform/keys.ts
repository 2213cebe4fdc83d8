import { camelCase } from './camelCase.js';

/** A key of an object, as read and as written. */
export interface Key {
  /** Without escapes. */
  readonly name: string;
  readonly camelCase: string;
  /** What to write between the quotes; undefined when what was read can stay. */
  readonly written: string | undefined;
}

/** Documents have few different keys. Those that are data, as ids are, must not fill the memory. */
const limits = { keys: 4096, length: 64 };

/** Keys that were seen, each converted once. */
export class Keys {
  readonly #known = new Map<string, Key>();

  /**
   * @param raw - a key as it stands between its quotes, its escapes checked
   * @returns the key
   */
  get(raw: string): Key {
    return this.#known.get(raw) ?? this.#add(raw);
  }

  #add(raw: string): Key {
    const key = read(raw);
    if (raw.length > limits.length) return key;
    if (this.#known.size >= limits.keys) this.#known.clear();
    this.#known.set(copy(raw), key);
    return key;
  }
}

function read(raw: string): Key {
  const name = JSON.parse(`"${raw}"`) as string;
  const converted = camelCase(name);
  return {
    name,
    camelCase: converted,
    written: converted === name ? undefined : JSON.stringify(converted).slice(1, -1),
  };
}

/** A part of a string keeps the whole of it in memory. */
const copy = (raw: string) => JSON.parse(JSON.stringify(raw)) as string;
