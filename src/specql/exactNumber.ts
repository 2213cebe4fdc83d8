/**
 * @param text - a number in decimal digits
 * @returns it as a JavaScript number, when that keeps every digit
 */
export function exactNumber(text: string): number | undefined {
  const digits = text
    .replace(/[eE].*$/, '')
    .replace(/[-.]/g, '')
    .replace(/^0+/, '');
  // Up to 15 significant digits come back from a double as they went in.
  return digits.length <= 15 ? Number(text) : undefined;
}
