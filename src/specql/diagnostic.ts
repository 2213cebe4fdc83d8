import type { Position } from './syntax/position.js';

/** What is wrong at one position of a SpecQL file. */
export interface Diagnostic extends Position {
  /** What was expected and what stands there. */
  readonly message: string;
  /** The known word that was probably meant. */
  readonly nearest?: string;
  /** The line of the file; of a long one the part around the column. */
  readonly sourceLine: string;
  /** How much of the line stands before that part, in columns; absent when it is the whole line. */
  readonly sourceOffset?: number;
}

/** As wide as a line of source is shown. */
const width = 120;

/**
 * @param diagnostic - what is wrong
 * @returns `file:line:column: message`, then the line of the file with a caret under the column
 */
export function renderDiagnostic(diagnostic: Diagnostic): string {
  const { file, line, column, message, nearest, sourceLine, sourceOffset = 0 } = diagnostic;
  const meant = nearest === undefined ? '' : `; did you mean "${nearest}"?`;
  const heading = `${file}:${line}:${column}: ${message}${meant}`;
  if (sourceLine.trim() === '') return heading;
  // Of a long line the part around the column.
  const at = column - sourceOffset;
  const start = Math.max(0, Math.min(at - width / 2, sourceLine.length - width));
  const shown = sourceLine.slice(start, start + width).replace(/\t/g, ' ');
  const before = Array.from(shown.slice(0, at - 1 - start)).length;
  return `${heading}\n  ${shown}\n  ${' '.repeat(before)}^`;
}
