/** What can be no part of a URL or of connection settings. */
const plain = /^(?:--?)?[\w.-]*$/;

/**
 * @param text - words of commander, which quote what was typed in a wrong place, as a password may be
 * @param args - the command line
 * @returns them with the names of options only, and of other arguments with those that are plain words
 */
export function withoutArguments(text: string, args: readonly string[]): string {
  const hidden = args.flatMap((argument): [string, string][] => {
    const option = /^--[\w-]+(?==)/.exec(argument)?.[0];
    if (option !== undefined) {
      const given = argument.slice(option.length + 1);
      return [[argument, option], ...(plain.test(given) ? [] : [[given, '...'] as [string, string]])];
    }
    // The value of a short option may follow at once.
    if (/^-[^-]./.test(argument)) return [[argument, argument.slice(0, 2)]];
    return plain.test(argument) ? [] : [[argument, '...']];
  });
  // The longest first: one may be a part of another.
  return hidden
    .sort(([one], [other]) => other.length - one.length)
    .reduce((shown, [typed, instead]) => shown.replaceAll(typed, () => instead), text);
}
