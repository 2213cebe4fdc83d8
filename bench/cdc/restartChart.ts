import type { Restart } from './restart.js';

const size = { width: 860, height: 360 };
const plot = { left: 70, right: 840, top: 40, bottom: 310 };
/** Of the time axis, in milliseconds, one decade apart. */
const grid = [1, 10, 100, 1000, 10_000, 100_000];

/**
 * Draws a dot for each event: when its commit was asked for, and how long the handler waited for it.
 *
 * @param restart - what became of the events
 * @returns an SVG document
 */
export function restartChart({ killedAtSeconds, answeredAtSeconds, repeated, events }: Restart): string {
  const end = Math.ceil(Math.max(...events.map(({ atSeconds }) => atSeconds)));
  const longest = Math.max(...events.map(({ latencyMs }) => latencyMs));
  const decades = grid.slice(0, grid.findIndex((line) => line >= longest) + 1 || undefined);
  const x = (atSeconds: number) => plot.left + ((plot.right - plot.left) * atSeconds) / end;
  const y = (latencyMs: number) =>
    plot.bottom - ((plot.bottom - plot.top) * Math.log10(Math.max(1, latencyMs))) / Math.max(1, decades.length - 1);
  const dots = events
    .map(({ atSeconds, latencyMs }) => `M${x(atSeconds).toFixed(1)} ${y(latencyMs).toFixed(1)}h0`)
    .join('');
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}" font-family="sans-serif" font-size="12">`,
    '<rect width="100%" height="100%" fill="white"/>',
    text(
      plot.left,
      22,
      `Commit to handler while the broker is killed and started again; ${repeated} events came twice`,
      'font-weight="bold"',
    ),
    `<rect x="${x(killedAtSeconds).toFixed(1)}" y="${plot.top}" width="${(x(answeredAtSeconds) - x(killedAtSeconds)).toFixed(1)}" height="${plot.bottom - plot.top}" fill="#f6d5d5"/>`,
    text(x(killedAtSeconds) + 4, plot.top + 14, 'no broker'),
    ...decades.flatMap((line) => [
      `<path d="M${plot.left} ${y(line).toFixed(1)}H${plot.right}" stroke="#dddddd"/>`,
      text(plot.left - 8, y(line) + 4, line < 1000 ? `${line} ms` : `${line / 1000} s`, 'text-anchor="end"'),
    ]),
    ...Array.from({ length: Math.floor(end / 5) + 1 }, (_, index) =>
      text(x(5 * index), plot.bottom + 18, `${5 * index} s`, 'text-anchor="middle"'),
    ),
    text((plot.left + plot.right) / 2, plot.bottom + 38, 'when the commit was asked for', 'text-anchor="middle"'),
    `<path d="${dots}" stroke="#1f6feb" stroke-width="3" stroke-linecap="round"/>`,
    '</svg>\n',
  ].join('\n');
}

const text = (x: number, y: number, content: string, attributes = '') =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${attributes}>${content}</text>`;
