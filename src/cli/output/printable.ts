/**
 * @param text - a value from the database
 * @returns it on one line, with control characters escaped: a value must neither move the cursor nor fake a line of a history
 */
export function printable(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/**
 * @param text - words that may quote what the user typed
 * @returns them without the passwords of connection URLs, wherever those were mistyped
 */
export function withoutPasswords(text: string): string {
  return text.replace(/(postgres(?:ql)?:\/\/[^\s:@/]*):[^]*@/gi, '$1:***@').replace(/(password=)[^\s&"']+/gi, '$1***');
}
