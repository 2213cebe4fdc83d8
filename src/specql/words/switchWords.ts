/** Words that switch something on or off. */
export const switchWords = { true: true, false: false, on: true, off: false };
