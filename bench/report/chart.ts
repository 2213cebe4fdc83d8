import { figure } from './table.js';
import type { Summary } from './summary.js';

const width = 860;
const label = 330;
const bar = { height: 15, gap: 5 };
const colours = { subject: '#1f6feb', other: '#b6c2cf' };

/**
 * Draws a bar for each contestant of each scenario, its length the figure beside the largest of the scenario.
 *
 * @param summaries - the results
 * @returns an SVG document
 */
export function chart(summaries: readonly Summary[]): string {
  let y = 20;
  const parts: string[] = [];
  for (const summary of summaries) {
    y += 12;
    const unit = summary.unit === 'per second' ? 'per second, longer is better' : `${summary.unit}, shorter is better`;
    parts.push(text(10, y, `PostgreSQL ${String(summary.major)}: ${summary.scenario} (${unit})`, 'font-weight="bold"'));
    y += 10;
    const largest = Math.max(...summary.rows.map((row) => row.median));
    for (const row of summary.rows) {
      const length = Math.max(1, ((width - label - 110) * row.median) / largest);
      const colour = row.contestant === summary.subject ? colours.subject : colours.other;
      parts.push(
        text(label - 8, y + 12, row.contestant, 'text-anchor="end"'),
        `<rect x="${String(label)}" y="${String(y)}" width="${length.toFixed(1)}" height="${String(bar.height)}" fill="${colour}"/>`,
        text(label + length + 6, y + 12, figure(row.median)),
      );
      y += bar.height + bar.gap;
    }
    y += 8;
  }
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${String(width)}" height="${String(y)}" font-family="sans-serif" font-size="12">`,
    '<rect width="100%" height="100%" fill="white"/>',
    ...parts,
    '</svg>\n',
  ].join('\n');
}

function text(x: number, y: number, content: string, attributes = ''): string {
  const escaped = content.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<text x="${x.toFixed(1)}" y="${String(y)}" ${attributes}>${escaped}</text>`;
}
