import type { Paint } from './paint.js';
import { printable } from './printable.js';

/**
 * @param rows - at least one
 * @param columns - heading and value of each column
 * @param paint - colours of the stream
 * @returns lines with aligned columns, headings first
 */
export function table<Row>(rows: readonly Row[], columns: Record<string, (row: Row) => string>, paint: Paint): string {
  const cells = Object.entries(columns).map(([heading, value]) => [
    heading,
    ...rows.map((row) => printable(value(row))),
  ]);
  const widths = cells.map((column) => Math.max(...column.map(({ length }) => length)));
  const lines = [{}, ...rows].map((_, line) =>
    cells
      .map((column, index) => (column[line] ?? '').padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return lines.map((text, line) => `${line === 0 ? paint('heading', text) : text}\n`).join('');
}
