import { isMap, isPair, isScalar } from 'yaml';
import { nearestWord } from '../../nearestWord.js';
import type { Position } from '../../syntax/position.js';
import type { NameForm } from '../../words/nameForms.js';
import { switchWords } from '../../words/switchWords.js';
import { quoted } from './describeNode.js';
import { itemsAt, locate, spanAt, unexpected, type LocatedNode, type Reading } from './node.js';
import type { Span } from './span.js';

/** One key of a mapping, and the node that it holds. */
export interface Entry {
  readonly key: string;
  readonly position: Position;
  readonly located: LocatedNode;
}

/** A mapping of a SpecQL file, read key by key. Faults are collected, and what is faulty reads as absent. */
export class Mapping {
  readonly #entries: ReadonlyMap<string, Entry>;

  private constructor(
    readonly reading: Reading,
    readonly position: Position,
    entries: readonly Entry[],
  ) {
    this.#entries = new Map(entries.map((entry) => [entry.key, entry]));
  }

  /**
   * @param located - of a mapping
   * @param expected - what it should be, for the message
   * @returns its keys; undefined when there is no mapping
   */
  static at(located: LocatedNode, expected: string): Mapping | undefined {
    const { reading, node, position } = located;
    if (!isMap(node)) {
      unexpected(located, expected);
      return undefined;
    }
    const entries = node.items.flatMap((pair) => {
      if (!isPair(pair)) return [];
      const locatedKey = locate(reading, pair.key, position);
      if (!isScalar(pair.key)) {
        unexpected(locatedKey, 'a key');
        return [];
      }
      const key = pair.key.source ?? '';
      return [{ key, position: locatedKey.position, located: locate(reading, pair.value, locatedKey.position) }];
    });
    return new Mapping(reading, position, entries);
  }

  /** Every key, in the order of the file. */
  get entries(): Entry[] {
    return [...this.#entries.values()];
  }

  /**
   * Refuses keys that have no meaning here.
   *
   * @param what - what the mapping is, as in "an action"
   * @param known - the keys that it may have
   */
  allow(what: string, known: readonly string[]): void {
    for (const { key, position } of this.entries) {
      if (known.includes(key)) continue;
      const message = `unknown key ${quoted(key)}: ${what} has ${known.join(', ')}`;
      this.reading.problems.add(position, message, nearestWord(key, known));
    }
  }

  /** A key, when it is there. */
  entry(key: string): Entry | undefined {
    return this.#entries.get(key);
  }

  /** Whether a key is there; when not, that is collected. */
  require(key: string, what: string): boolean {
    if (this.#entries.has(key)) return true;
    this.reading.problems.add(this.position, `expected the key "${key}" in ${what}`);
    return false;
  }

  /** The text of a key, and where it stands. */
  span(key: string, expected: string): Span | undefined {
    const entry = this.#entries.get(key);
    return entry && spanAt(entry.located, expected);
  }

  /** The text of a key, whatever it says. */
  text(key: string): string | undefined {
    return this.span(key, 'a text')?.text;
  }

  /** A switch: true, false, on or off. */
  switch(key: string): boolean | undefined {
    const word = this.word(key, Object.keys(switchWords) as (keyof typeof switchWords)[]);
    return word && switchWords[word];
  }

  /** One word of a few. */
  word<Word extends string>(key: string, words: readonly Word[]): Word | undefined {
    const expected = `one of ${words.join(', ')}`;
    const span = this.span(key, expected);
    const found = span && words.find((word) => word === span.text);
    if (span && found === undefined) this.#refuse(span, expected, words);
    return found;
  }

  /** A name of the given form. */
  name(key: string, { pattern, expected }: NameForm): string | undefined {
    const span = this.span(key, expected);
    if (span === undefined || pattern.test(span.text)) return span?.text;
    this.#refuse(span, expected);
    return undefined;
  }

  /** The mapping of a key. */
  mapping(key: string, expected: string): Mapping | undefined {
    const entry = this.#entries.get(key);
    return entry && Mapping.at(entry.located, expected);
  }

  /** The items of a key's list; none when the key is absent. */
  items(key: string, expected: string): LocatedNode[] {
    const entry = this.#entries.get(key);
    return entry ? itemsAt(entry.located, expected) : [];
  }

  #refuse(span: Span, expected: string, words: readonly string[] = []): void {
    const message = `expected ${expected}, found ${quoted(span.text)}`;
    this.reading.problems.add(span.position(0), message, nearestWord(span.text, words));
  }
}
