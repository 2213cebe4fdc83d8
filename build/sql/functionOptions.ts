import type { CreateFunctionStmt, Node } from 'libpg-query';

/**
 * @param options - the options of CREATE FUNCTION or the arguments of DO
 * @param name - `language`, `as`, `security`, `set`
 * @returns the values given for it, in order
 */
export function optionValues(options: readonly Node[] = [], name: string): Node[] {
  return options.flatMap((option) =>
    'DefElem' in option && option.DefElem.defname === name && option.DefElem.arg ? [option.DefElem.arg] : [],
  );
}

/**
 * @param options - the options of CREATE FUNCTION or the arguments of DO
 * @returns the language in lower case; DO without one means plpgsql
 */
export function languageOf(options: readonly Node[] = []): string {
  const [value] = optionValues(options, 'language');
  return value && 'String' in value ? (value.String.sval ?? '').toLowerCase() : 'plpgsql';
}

/**
 * @param statement - a CREATE FUNCTION
 * @returns the body's text, or undefined when it is given as parsed SQL (`begin atomic`)
 */
export function bodyOf({ options }: CreateFunctionStmt): string | undefined {
  const [value] = optionValues(options, 'as');
  const [text] = value && 'List' in value ? (value.List.items ?? []) : [];
  return text && 'String' in text ? text.String.sval : undefined;
}
