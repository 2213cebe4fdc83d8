/** Where a line of the assembled script came from. */
export interface Origin {
  /** Path relative to the extension folder, as in `log/outbox.sql`. */
  file: string;
  /** Line in that file, from 1. */
  line: number;
}

/** An install script and the way back from each of its lines to the source. */
export interface Assembled {
  sql: string;
  /** `origins[0]` belongs to the script's first line. */
  origins: Origin[];
}

const list = 'install.sql';
const guard = '\\echo Use "CREATE EXTENSION specql_cdc" to load this file. \\quit';

/**
 * Inlines the files that `install.sql` lists with `\ir path`, in that order, into one install script.
 *
 * @param sources - every .sql file of the extension folder that belongs to the install script: path to text
 * @param version - the extension's version; replaces the placeholder `@extversion@`
 * @returns the script, and the origin of each line
 * @throws Error naming the file and line: a listed file that does not exist, one listed twice, one not listed,
 *   a line of the list that is neither include nor comment, a psql command inside a listed file
 */
export function assemble(sources: ReadonlyMap<string, string>, version: string): Assembled {
  const lines = [guard];
  const origins: Origin[] = [{ file: list, line: 1 }];
  for (const file of includes(sources)) {
    linesOf(sources, file).forEach((text, index) => {
      const origin = { file, line: index + 1 };
      if (/^\\[a-z]/.test(text)) throw problem(origin, `psql command in an included file: ${text}`);
      lines.push(text.replaceAll('@extversion@', version));
      origins.push(origin);
    });
  }
  return { sql: lines.join('\n') + '\n', origins };
}

function includes(sources: ReadonlyMap<string, string>): string[] {
  const files: string[] = [];
  linesOf(sources, list).forEach((text, index) => {
    const origin = { file: list, line: index + 1 };
    const entry = text.trim();
    if (entry === '' || entry.startsWith('--')) return;
    const file = /^\\ir\s+(\S+)$/.exec(entry)?.[1];
    if (file === undefined) throw problem(origin, `expected "\\ir path" or a comment, found: ${entry}`);
    if (!sources.has(file)) throw problem(origin, `${file} does not exist`);
    if (files.includes(file)) throw problem(origin, `${file} is listed twice`);
    files.push(file);
  });
  for (const file of sources.keys()) {
    if (file !== list && !files.includes(file))
      throw new Error(`${file}: not listed in ${list}, so it would never be installed`);
  }
  return files;
}

function linesOf(sources: ReadonlyMap<string, string>, file: string): string[] {
  const text = sources.get(file);
  if (text === undefined) throw new Error(`${file} does not exist`);
  return text.trimEnd().split(/\r?\n/);
}

function problem({ file, line }: Origin, message: string): Error {
  return new Error(`${file}:${line}: ${message}`);
}
