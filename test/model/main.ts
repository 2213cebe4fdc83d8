import { smallest, type Bounds } from './delivery/bounds.js';
import { exploreDelivery, exploreDoorbell, large, small } from './explorations.js';
import type { Exploration } from './checker/explore.js';

const usage = `usage: npm run model -- small | large | doorbell | NAME=VALUE ...
  small, large  the right design within each of these bounds
  doorbell      two writers and two sleepers
  NAME=VALUE    within these bounds, mostStates for where to stop:
                ${Object.entries(smallest)
                  .map(([name, value]) => `${name}=${String(value)}`)
                  .join(' ')}`;

/** The bounds that the arguments name. */
function boundsOf(values: Map<string, string>): Partial<Bounds> {
  const bounds = Object.entries(smallest).flatMap(([name, value]) => {
    const text = values.get(name);
    if (text === undefined) return [];
    return [[name, typeof value === 'number' ? Number(text) : typeof value === 'boolean' ? text === 'true' : text]];
  });
  return Object.fromEntries(bounds) as Partial<Bounds>;
}

/** Prints what an exploration finds. */
function report(name: string, run: () => Exploration): void {
  const before = process.cpuUsage();
  const { violation, complete, states, transitions, depth } = run();
  const { user, system } = process.cpuUsage(before);
  for (const line of violation?.run ?? []) console.log(`  ${line}`);
  const result = violation ? `VIOLATED: ${violation.property}` : complete ? 'holds' : 'holds so far, not complete';
  const counts = `${states.toLocaleString('en')} states, ${transitions.toLocaleString('en')} steps, depth ${depth}`;
  console.log(`${name}: ${result}; ${counts}, ${((user + system) / 1e6).toFixed(0)} s`);
  if (violation) process.exitCode = 1;
}

const [first, ...others] = process.argv.slice(2);
if (first === 'small' || first === 'large') {
  const mostStates = Number(others[0] ?? Infinity);
  for (const [name, bounds] of Object.entries(first === 'small' ? small : large))
    report(name, () => exploreDelivery(bounds, mostStates));
} else if (first === 'doorbell') {
  report('doorbell', () => exploreDoorbell({}));
} else {
  const given = new Map(process.argv.slice(2).map((argument) => argument.split('=', 2) as [string, string]));
  const unknown = [...given.keys()].filter((name) => !(name in smallest) && name !== 'mostStates');
  if (first === undefined || unknown.length > 0) {
    console.error(usage);
    process.exitCode = 2;
  } else {
    report('delivery', () => exploreDelivery(boundsOf(given), Number(given.get('mostStates') ?? Infinity)));
  }
}
