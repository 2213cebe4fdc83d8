import { nearestWord } from '../../nearestWord.js';
import { Refusal } from '../../problems.js';
import type { Position } from '../../syntax/position.js';
import { quoted } from '../yaml/describeNode.js';
import type { Span } from '../yaml/span.js';
import { tokensOf, type Token } from './token.js';

/** Goes through the tokens of a text. */
export class Cursor {
  readonly #tokens: readonly Token[];
  readonly #end: Token;
  #at = 0;

  /**
   * @param span - the text
   * @throws Refusal when it has no tokens
   */
  constructor(readonly span: Span) {
    this.#tokens = tokensOf(span);
    this.#end = { kind: 'end', text: '', index: span.text.trimEnd().length };
  }

  /** The token that comes next. */
  get next(): Token {
    return this.#tokens[this.#at] ?? this.#end;
  }

  /** Where the next token stands. */
  get position(): Position {
    return this.span.position(this.next.index);
  }

  /** Takes the next token, whatever it is. */
  take(): Token {
    const token = this.next;
    this.#at++;
    return token;
  }

  /** Whether a sign or keyword comes next; keywords are written in any case. */
  sees(...words: string[]): boolean {
    return words.every((word, ahead) => {
      const token = this.#tokens[this.#at + ahead];
      return token?.kind === 'sign'
        ? token.text === word
        : token?.kind === 'name' && token.text.toLowerCase() === word.toLowerCase();
    });
  }

  /** Takes signs or keywords, if they come next. */
  accepts(...words: string[]): boolean {
    if (!this.sees(...words)) return false;
    this.#at += words.length;
    return true;
  }

  /** Takes a sign or keyword that must come next. */
  expect(word: string): void {
    if (!this.accepts(word)) this.refuse(`"${word}"`);
  }

  /** Takes a name that must come next. */
  name(expected: string): string {
    return this.next.kind === 'name' ? this.take().text : this.refuse(expected);
  }

  /** Refuses what is left over. */
  end(expected: string): void {
    if (this.next.kind !== 'end') this.refuse(expected);
  }

  /**
   * @param expected - what should come next
   * @param words - the known words, when one is expected
   * @throws Refusal always
   */
  refuse(expected: string, words: readonly string[] = []): never {
    const { kind, text } = this.next;
    const found = kind === 'end' ? 'the end' : kind === 'string' ? `the text ${quoted(text)}` : quoted(text);
    throw new Refusal(this.position, `expected ${expected}, found ${found}`, nearestWord(text, words));
  }
}
