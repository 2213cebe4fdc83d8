import { readFile, writeFile } from 'node:fs/promises';
import type { Scenario } from './bench.js';
import { measure, type Measurement } from './measure.js';
import { readOptions, usage, type Options } from './options.js';
import { outOfBounds, renewed, type Bounds } from './report/bounds.js';
import { writeFiles } from './report/files.js';
import { summarise } from './report/summary.js';
import { table, targets } from './report/table.js';
import { scenarios } from './scenarios.js';
import { startBenchServer } from './server.js';

const boundsFile = new URL('bounds.json', import.meta.url);

async function run(chosen: readonly Scenario[], { majors, effort, peers }: Options): Promise<Measurement[]> {
  const measurements: Measurement[] = [];
  for (const major of majors) {
    const server = await startBenchServer(major);
    try {
      for (const scenario of chosen) {
        measurements.push(
          await measure(scenario, { server, effort, peers }, (line) => {
            console.error(`[${major}] ${line}`);
          }),
        );
      }
    } finally {
      // Its data goes anyway: no need to wait until it is all on disk.
      await server.kill('SIGKILL');
      await server.stop();
    }
  }
  return measurements;
}

async function report(options: Options): Promise<void> {
  const { only, output, check, updateBounds } = options;
  const chosen = scenarios.filter(({ name }) => only.length === 0 || only.some((start) => name.startsWith(start)));
  if (chosen.length === 0) {
    console.error(`no scenario begins so; there are\n  ${scenarios.map(({ name }) => name).join('\n  ')}`);
    process.exitCode = 1;
    return;
  }
  const summaries = (await run(chosen, options)).map(summarise);
  console.log(table(summaries));
  console.log(`\n${targets(summaries)}`);
  const files = await writeFiles(summaries, output);
  console.error(`\nwritten: ${files.join(', ')}`);
  const bounds = JSON.parse(await readFile(boundsFile, 'utf8')) as Bounds;
  const broken = check ? outOfBounds(summaries, bounds) : [];
  for (const line of broken) console.error(`out of bounds: ${line}`);
  if (broken.length > 0) process.exitCode = 1;
  if (updateBounds) await writeFile(boundsFile, `${JSON.stringify(renewed(bounds, summaries), null, 2)}\n`);
}

const options = readOptions(process.argv.slice(2));
if (options) await report(options);
else console.log(usage);
