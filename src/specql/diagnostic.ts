import type { Position } from './syntax/position.js';

/** What is wrong at one position of a SpecQL file. */
export interface Diagnostic extends Position {
  /** What was expected and what stands there. */
  readonly message: string;
  /** The known word that was probably meant. */
  readonly nearest?: string;
  /** The whole line of the file. */
  readonly sourceLine: string;
}

/** As wide as a line of source is shown. */
const width = 120;

/**
 * @param diagnostic - what is wrong
 * @returns `file:line:column: message`, then the line of the file with a caret under the column
 */
export function renderDiagnostic({ file, line, column, message, nearest, sourceLine }: Diagnostic): string {
  const meant = nearest === undefined ? '' : `; did you mean "${nearest}"?`;
  const heading = `${file}:${line}:${column}: ${message}${meant}`;
  if (sourceLine.trim() === '') return heading;
  // Of a long line the part around the column.
  const start = Math.max(0, Math.min(column - width / 2, sourceLine.length - width));
  const shown = sourceLine.slice(start, start + width).replace(/\t/g, ' ');
  const before = Array.from(shown.slice(0, column - 1 - start)).length;
  return `${heading}\n  ${shown}\n  ${' '.repeat(before)}^`;
}
