import { smallest, type Bounds } from './delivery/bounds.js';
import { exploreDelivery } from './explorations.js';

const given = Object.fromEntries(
  process.argv.slice(2).map((argument) => {
    const [name = '', value = ''] = argument.split('=');
    return [name, value];
  }),
);

function boundsOf(values: Record<string, string>): Partial<Bounds> {
  const bounds: Record<string, unknown> = {};
  for (const [name, text] of Object.entries(values)) {
    if (name === 'mostStates') continue;
    if (!(name in smallest)) throw new Error(`no bound is called ${name}; there are ${Object.keys(smallest).join(', ')}`);
    const kind = typeof smallest[name as keyof Bounds];
    bounds[name] = kind === 'number' ? Number(text) : kind === 'boolean' ? text === 'true' : text;
  }
  return bounds;
}

const before = process.cpuUsage().user;
const { violation, complete, states, transitions, depth } = exploreDelivery(
  boundsOf(given),
  Number(given.mostStates ?? Infinity),
);
const seconds = ((process.cpuUsage().user - before) / 1e6).toFixed(1);
for (const line of violation?.run ?? []) console.log(`  ${line}`);
console.log(
  `${violation ? `VIOLATED: ${violation.property}` : complete ? 'HOLDS' : 'NOT COMPLETE'}: ` +
    `${String(states)} states, ${String(transitions)} transitions, depth ${String(depth)}, ${seconds} s`,
);
process.exitCode = violation ? 1 : 0;
