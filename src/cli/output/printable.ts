/**
 * Controls, line and paragraph separators, halves of characters, and format characters, some of which turn the direction of a line; but not the two
 * joiners that Persian and emoji need.
 */
const unprintable = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * @param text - from anywhere
 * @returns it with what could move the cursor, colour, hide or reorder text escaped as in JSON
 */
export function escaped(text: string): string {
  return text.replace(unprintable, (character) =>
    Array.from({ length: character.length }, (_, unit) => escapedUnit(character.charCodeAt(unit))).join(''),
  );
}

const escapedUnit = (unit: number) => `\\u${unit.toString(16).padStart(4, '0')}`;

/**
 * @param text - a value from the database
 * @returns it on one line, with control characters escaped: a value must neither move the cursor nor fake a line of a history
 */
export const printable = (text: string): string => escaped(text);

/**
 * @param value - what a command found
 * @param indent - spaces for each level; 0 for one line
 * @param shown - what is shown of a text in it
 * @returns it as JSON; JSON itself leaves U+007F to U+009F and bidirectional characters as they are
 */
export function printableJson(value: unknown, indent: number, shown = (text: string) => text): string {
  const replacer = (_: string, part: unknown) => (typeof part === 'string' ? shown(part) : part);
  const lines = JSON.stringify(value, replacer, indent).split('\n');
  return lines.map(escaped).join('\n');
}

/** The value of a password: in quotes, or to the next end of a word. */
const value = /(?:'[^'\n]*'?|"[^"\n]*"?|[^\s&,;"']+)/.source;
const assigned = new RegExp(`(passw(?:or)?d(?:\\s*=|["']\\s*[:=])\\s*)${value}`, 'gi');

/**
 * @param text - words that may quote what somebody typed or set
 * @returns them without the passwords of URLs and settings; of a line rather too much is taken than too little
 */
export function withoutPasswords(text: string): string {
  return text
    .replace(/(postgres(?:ql)?:\/\/[^\s:@/]*):[^\n]*@/gi, '$1:***@')
    .replace(/(https?:\/\/)\S*@/gi, '$1***@')
    .replace(assigned, '$1***');
}
