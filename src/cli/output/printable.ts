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
 * @returns it as JSON; JSON itself leaves U+007F to U+009F and bidirectional characters as they are
 */
export function printableJson(value: unknown, indent: number): string {
  const lines = JSON.stringify(value, null, indent).split('\n');
  return lines.map(escaped).join('\n');
}

/**
 * @param text - words that may quote what the user typed
 * @returns them without the passwords of connection URLs, wherever those were mistyped
 */
export function withoutPasswords(text: string): string {
  return text
    .replace(/(postgres(?:ql)?:\/\/[^\s:@/]*):[^]*@/gi, '$1:***@')
    .replace(/(https?:\/\/)[^\s/?#]*@/gi, '$1***@')
    .replace(/(password=)[^\s&"']+/gi, '$1***');
}
