import { Composer, Parser, type CST, type Document, type ErrorCode } from 'yaml';
import { Mapping } from './mapping.js';
import { locate, type Reading } from './node.js';

/** Nothing that a person wrote is as long; what is longer would only take long to refuse. */
const longest = 1_000_000;

/** Levels of mappings and lists: a deeply nested `if` takes a few each. */
const deepest = 100;

/** What to say instead of the words of the YAML library, where those help nobody. */
const plainer: Partial<Record<ErrorCode, string>> = {
  BLOCK_AS_IMPLICIT_KEY: 'expected one value; put a text that holds ": " in quotes',
  DUPLICATE_KEY: 'this key is written twice',
  MULTILINE_IMPLICIT_KEY: 'expected "key: value" on one line',
  TAB_AS_INDENT: 'expected spaces; YAML does not allow tabs as indentation',
};

/**
 * Splits a file into its YAML documents.
 *
 * @param reading - the file
 * @returns the mapping at the top of each document whose YAML is right
 */
export function documents(reading: Reading): Mapping[] {
  const { source, problems } = reading;
  const start = source.position(0);
  if (source.text.length > longest) {
    problems.add(start, `expected a file of at most ${longest} characters, found ${source.text.length}`);
    return [];
  }
  const parsed = parsedDocuments(source.text);
  if (parsed === undefined) problems.add(start, 'expected fewer levels: the YAML is nested too deeply');
  else if (parsed.every(({ contents }) => contents === null) && parsed.every(({ errors }) => errors.length === 0)) {
    problems.add(start, 'expected an entity, found an empty file');
  }
  return (parsed ?? []).flatMap(({ contents, errors, warnings }) => {
    const faults = [...errors, ...warnings];
    for (const { code, message, pos } of faults) problems.add(source.position(pos[0]), plainer[code] ?? message);
    if (contents === null || faults.length > 0) return [];
    return Mapping.at(locate(reading, contents, start), 'a mapping that begins with "entity: Name"') ?? [];
  });
}

function parsedDocuments(text: string): Document.Parsed[] | undefined {
  const tokens = [...new Parser().parse(text)];
  return tokens.some(isTooDeep)
    ? undefined
    : [...new Composer({ version: '1.2', prettyErrors: false }).compose(tokens)];
}

/** Asked before the library composes nodes, which it does by recursion. */
function isTooDeep(token: CST.Token): boolean {
  let level: CST.Token[] = [token];
  for (let depth = 0; depth < deepest; depth++) {
    level = level.flatMap(inner);
    if (level.length === 0) return false;
  }
  return true;
}

function inner(token: CST.Token): CST.Token[] {
  if (token.type === 'document') return token.value ? [token.value] : [];
  return 'items' in token ? token.items.flatMap(({ key, value }) => [key ?? [], value ?? []].flat()) : [];
}
