import { readFileSync } from 'node:fs';

/** An SQL example of a document, with the output it shows, if any. */
export interface Example {
  /** Line of the document it begins at. */
  line: number;
  sql: string;
  /** One line a row, columns separated by ` | `. */
  output?: string;
}

const block = /^```(sql|text)\n(.*?)^```$/gms;

/**
 * Reads the examples of a document: every `sql` block; a `text` block right behind one shows the rows of its last query.
 *
 * @param file - path of a Markdown file
 * @returns the examples, in order
 */
export function examplesOf(file: string): Example[] {
  const text = readFileSync(file, 'utf8');
  const examples: Example[] = [];
  let end = -1;
  for (const match of text.matchAll(block)) {
    const [whole, language, body = ''] = match;
    const previous = examples.at(-1);
    if (language === 'sql') {
      examples.push({ line: text.slice(0, match.index).split('\n').length, sql: body });
    } else if (previous && text.slice(end, match.index).trim() === '') {
      previous.output = body.trimEnd();
    }
    end = match.index + whole.length;
  }
  return examples;
}

/**
 * Writes rows as a document shows them: ids as `<uuid>` and times as `<time>`, which differ from run to run.
 *
 * @param rows - arrays of values, as text
 */
export function shown(rows: (string | null)[][]): string {
  const lines = rows.map((row) =>
    row
      .map((value) => value ?? '')
      .join(' | ')
      .trimEnd(),
  );
  return lines
    .join('\n')
    .replace(/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, '<uuid>')
    .replace(/\b\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+)?([+-]\d\d(:\d\d)?|Z)?/g, '<time>');
}
