/** Takes the numbers of a state one by one, and makes 64 bits of them. */
export class Fingerprint {
  high = 0;
  low = 0;

  /** Begins with the next state. */
  reset(): void {
    this.high = 0x9e3779b1 | 0;
    this.low = 0x7feb352d;
  }

  /** @param value - the next number of the state, cut to 32 bits */
  readonly put = (value: number): void => {
    const high = Math.imul(this.high ^ value, 0x85ebca6b);
    this.high = (high ^ (high >>> 15)) + value;
    const low = Math.imul(this.low + value + 1, 0xc2b2ae35);
    this.low = low ^ (low >>> 13);
  };
}

/** The states found, by fingerprint only; each has the number of its finding, and knows the state it was found from. */
export class Fingerprints {
  size = 0;
  #slots = new Uint32Array(1 << 12);
  #entries = new Uint32Array(3 << 11);

  /**
   * @param fingerprint - of a state
   * @param from - number of the state it was reached from
   * @returns the number of the state, or -1 when it was found before
   */
  add({ high, low }: Fingerprint, from: number): number {
    if (this.size * 2 >= this.#slots.length) this.#grow();
    let slot = this.#firstSlot(high, low);
    for (let entry = this.#at(slot); entry !== 0; entry = this.#at(slot)) {
      if (this.#entries[entry * 3 - 3] === high >>> 0 && this.#entries[entry * 3 - 2] === low >>> 0) return -1;
      slot = (slot + 1) & (this.#slots.length - 1);
    }
    this.#entries.set([high, low, from], this.size * 3);
    this.#slots[slot] = ++this.size;
    return this.size - 1;
  }

  /** The number of the state that a state was found from. */
  from(state: number): number {
    return this.#entries[state * 3 + 2] ?? 0;
  }

  /** Whether a state has this fingerprint. */
  is(state: number, { high, low }: Fingerprint): boolean {
    return this.#entries[state * 3] === high >>> 0 && this.#entries[state * 3 + 1] === low >>> 0;
  }

  #at(slot: number): number {
    return this.#slots[slot] ?? 0;
  }

  #firstSlot(high: number, low: number): number {
    return (high ^ Math.imul(low, 0x27d4eb2f)) & (this.#slots.length - 1);
  }

  #grow(): void {
    const entries = new Uint32Array(this.#entries.length * 2);
    entries.set(this.#entries);
    this.#entries = entries;
    this.#slots = new Uint32Array(this.#slots.length * 2);
    for (let entry = 1; entry <= this.size; entry++) {
      let slot = this.#firstSlot(entries[entry * 3 - 3] ?? 0, entries[entry * 3 - 2] ?? 0);
      while (this.#at(slot) !== 0) slot = (slot + 1) & (this.#slots.length - 1);
      this.#slots[slot] = entry;
    }
  }
}
