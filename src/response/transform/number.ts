/** How far a number has come; it may end in the parts from `zero` on. */
export const numberPart = {
  sign: 0,
  point: 1,
  e: 2,
  exponentSign: 3,
  zero: 4,
  whole: 5,
  fraction: 6,
  exponent: 7,
} as const;

/** The character does not belong to the number, which is complete. */
export const ended = -1;

/** The character does not belong to the number, which is not complete. */
export const broken = -2;

/**
 * @param part - how far the number has come
 * @param code - the next character
 * @returns the part that the character belongs to, or `ended` or `broken`
 */
export function numberStep(part: number, code: number): number {
  const digit = code >= 48 && code <= 57;
  switch (part) {
    case numberPart.whole:
    case numberPart.zero:
      if (digit && part === numberPart.whole) return part;
      if (code === 46) return numberPart.point;
      if (code === 69 || code === 101) return numberPart.e;
      return ended;
    case numberPart.sign:
      if (code === 48) return numberPart.zero;
      return digit ? numberPart.whole : broken;
    case numberPart.fraction:
      if (code === 69 || code === 101) return numberPart.e;
      return digit ? part : ended;
    case numberPart.point:
      return digit ? numberPart.fraction : broken;
    case numberPart.exponent:
      return digit ? part : ended;
    case numberPart.e:
      if (digit) return numberPart.exponent;
      return code === 43 || code === 45 ? numberPart.exponentSign : broken;
    default:
      return digit ? numberPart.exponent : broken;
  }
}
