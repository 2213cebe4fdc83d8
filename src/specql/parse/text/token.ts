import { Refusal } from '../../problems.js';
import { quoted } from '../yaml/describeNode.js';
import type { Span } from '../yaml/span.js';

/** A word, number, string or sign of a text. */
export interface Token {
  readonly kind: 'name' | 'number' | 'string' | 'sign' | 'end';
  /** As written; of a string what it says. */
  readonly text: string;
  /** Of its first character in the span. */
  readonly index: number;
}

const forms = /\s*(?:([A-Za-z_]\w*)|(\d+(?:\.\d+)?)|('(?:[^']|'')*')|(\|\||!=|<>|<=|>=|==|&&|[=<>+\-*/%(),.![\]])|$)/y;

/** More would exhaust the stack of who descends into it, here or in the server. */
const most = 1000;

/** Longer texts are refused unread. */
const longest = 10_000;

/**
 * Splits a text into tokens.
 *
 * @param span - the text
 * @returns its tokens, up to the end
 * @throws Refusal for a character that begins none
 */
export function tokensOf(span: Span): Token[] {
  const tokens: Token[] = [];
  if (span.text.length > longest) throw new Refusal(span.position(0), `expected at most ${longest} characters`);
  forms.lastIndex = 0;
  for (;;) {
    const from = forms.lastIndex;
    const match = forms.exec(span.text);
    if (match === null) throw unknownCharacter(span, from);
    const [whole, name, number, string, sign] = match;
    const written = name ?? number ?? string ?? sign ?? '';
    const index = from + whole.length - written.length;
    if (name !== undefined) tokens.push({ kind: 'name', text: name, index });
    else if (number !== undefined) tokens.push({ kind: 'number', text: number, index });
    else if (string !== undefined)
      tokens.push({ kind: 'string', text: string.slice(1, -1).replace(/''/g, "'"), index });
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign, index });
    else return tokens;
    if (tokens.length > most) throw new Refusal(span.position(index), `expected at most ${most} words and signs`);
  }
}

function unknownCharacter(span: Span, from: number): Refusal {
  const index = from + span.text.slice(from).search(/\S/);
  const character = String.fromCodePoint(span.text.codePointAt(index) ?? 0);
  const advice =
    character === "'"
      ? "a ' that ends this text"
      : character === '"'
        ? "text in single quotes, as in 'draft'"
        : undefined;
  return new Refusal(
    span.position(index),
    `expected ${advice ?? 'a word or sign of SpecQL'}, found ${quoted(character)}`,
  );
}
