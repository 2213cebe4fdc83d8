/** `npm run bench:soak`: events written and consumed for minutes while a transaction holds the horizon, minute by minute. */
import { parseArgs } from 'node:util';
import { startBenchServer } from '../server.js';
import { underHeldHorizon, type Minute } from './soak.js';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    'per-second': { type: 'string', default: '2000' },
    major: { type: 'string', default: '18' },
    quick: { type: 'boolean', default: false },
  },
});

const columns: [title: string, show: (minute: Minute) => string][] = [
  ['written a second', ({ writesPerSecond }) => writesPerSecond.toFixed(0)],
  ['write, median ms', ({ writeMedianMs }) => writeMedianMs.toFixed(2)],
  ['to handler, median ms', ({ latencyMedianMs }) => latencyMedianMs.toFixed(2)],
  ['p99 ms', ({ latency99Ms }) => latency99Ms.toFixed(1)],
  ['drained a second', ({ drainPerSecond }) => drainPerSecond.toFixed(0)],
  ['outbox MB', ({ outboxMegabytes }) => outboxMegabytes.toFixed(0)],
  ['positions MB', ({ positionsMegabytes }) => positionsMegabytes.toFixed(1)],
  ['heap MB', ({ heapMegabytes }) => heapMegabytes.toFixed(0)],
];

const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
console.log(line(['minute', ...columns.map(([title]) => title)]));
console.log(line(['minute', ...columns].map(() => '---:')));

let count = 0;
const server = await startBenchServer(Number(values.major));
try {
  const minutes = await underHeldHorizon(
    server,
    { minutes: Number(values.minutes), perSecond: Number(values['per-second']), seconds: values.quick ? 1 : 60 },
    (minute) => {
      console.log(line([String((count += 1)), ...columns.map(([, show]) => show(minute))]));
    },
  );
  const [first, last] = [minutes[0], minutes.at(-1)];
  if (!first || !last) throw new Error('--minutes: pass a number from 1');
  const ratio = (of: (minute: Minute) => number) => of(last) / of(first);
  console.log(
    `\nlast minute to first: ${[
      `write ${ratio(({ writeMedianMs }) => writeMedianMs).toFixed(2)}`,
      `latency ${ratio(({ latencyMedianMs }) => latencyMedianMs).toFixed(2)}`,
      `drain ${ratio(({ drainPerSecond }) => drainPerSecond).toFixed(2)}`,
    ].join(', ')} (to reach: within 10 %)`,
  );
} finally {
  await server.kill('SIGKILL');
  await server.stop();
}
