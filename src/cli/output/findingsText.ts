import type { Paint, Tone } from './paint.js';
import { printable } from './printable.js';

/** What one check found. */
export interface Found {
  check: string;
  status: 'ok' | 'warning' | 'error';
  /** Null when all is well. */
  detail: string | null;
  /** What to do about it. */
  hint: string | null;
}

const tones = new Map<string, Tone>([
  ['ok', 'good'],
  ['warning', 'warning'],
]);

/** A status that is not known is no good one. */
const toneOf = (status: string): Tone => tones.get(status) ?? 'bad';

/**
 * @param rows - one or more
 * @param paint - colours of the stream
 * @returns a line for each, its hint below it, and how many are bad
 */
export function findingsText(rows: Found[], paint: Paint): string {
  const width = Math.max(...rows.map(({ check }) => printable(check).length));
  const lines = rows.flatMap(({ check, status, detail, hint }) => [
    `${paint(toneOf(status), printable(status).padEnd(7))}  ${printable(check).padEnd(width)}  ${printable(detail ?? '')}`.trimEnd(),
    ...(hint ? [' '.repeat(width + 11) + printable(hint)] : []),
  ]);
  const number = (status: Found['status']) => rows.filter((row) => row.status === status).length;
  return `${lines.join('\n')}\n\nerrors: ${number('error')}, warnings: ${number('warning')}\n`;
}
