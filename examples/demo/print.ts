const colours = process.stdout.isTTY && !process.env.NO_COLOR;
const paint = (code: number) => (text: string) => (colours ? `\u001b[${String(code)}m${text}\u001b[0m` : text);

export const bold = paint(1);
export const dim = paint(2);
export const green = paint(32);
const cyan = paint(36);

/** Prints a line, indented like everything under a heading. */
export function say(text = ''): void {
  process.stdout.write(text === '' ? '\n' : `  ${text}\n`);
}

/** Opens a section. */
export function heading(text: string): void {
  process.stdout.write(`\n${bold(cyan(text))}\n`);
}

/** Shows what was run. */
export function code(text: string): void {
  for (const line of text.split('\n')) say(dim(`> ${line}`));
}

/**
 * Prints rows in aligned columns under their names.
 *
 * @param rows - objects with the same keys
 */
export function table(rows: Record<string, unknown>[]): void {
  const [first] = rows;
  if (!first) return;
  const names = Object.keys(first);
  const lines = [names, ...rows.map((row) => names.map((name) => cell(row[name])))];
  const widths = names.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  for (const [index, line] of lines.entries()) {
    const text = line.map((value, column) => value.padEnd(widths[column] ?? 0)).join('  ');
    say(index === 0 ? dim(text.trimEnd()) : text.trimEnd());
  }
}

function cell(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
