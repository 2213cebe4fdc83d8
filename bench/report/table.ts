import type { Row, Summary } from './summary.js';

/**
 * @param summaries - the results
 * @returns a table for people, in Markdown
 */
export function table(summaries: readonly Summary[]): string {
  const lines = [
    ['server', 'scenario', 'contestant', 'median', 'lowest to highest', 'ratio'],
    ...summaries.flatMap(({ major, scenario, unit, subject, rows }) =>
      rows.map((row, index) => [
        index === 0 ? String(major) : '',
        index === 0 ? scenario : '',
        row.contestant,
        `${figure(row.median)} ${unit}`,
        `${figure(row.lowest)} to ${figure(row.highest)}`,
        ratio(row, subject, unit),
      ]),
    ),
  ];
  const widths = lines[0]?.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0))) ?? [];
  const [header, ...body] = lines.map(
    (line) => `| ${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`,
  );
  return [header, `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...body].join('\n');
}

/**
 * @param summaries - the results
 * @returns one line for each target
 */
export function targets(summaries: readonly Summary[]): string {
  return summaries
    .flatMap(({ major, scenario, outcomes }) =>
      outcomes.map(
        ({ text, reached, met }) => `${met ? 'met   ' : 'MISSED'} ${major} ${scenario}: ${text}: ${reached}`,
      ),
    )
    .join('\n');
}

/**
 * @param value - a rate or a time
 * @returns it with three digits that mean something
 */
export function figure(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3);
}

function ratio({ speedOfSubject }: Row, subject: string, unit: string): string {
  if (speedOfSubject === undefined) return '';
  return unit === 'MB' || unit === 'bytes'
    ? `${subject} takes ${(1 / speedOfSubject).toFixed(2)} times as much`
    : `${subject} is ${speedOfSubject.toFixed(2)} times as fast`;
}
