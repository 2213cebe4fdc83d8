import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { writeFiles } from '../report/files.js';
import { summarise } from '../report/summary.js';
import { table, targets } from '../report/table.js';
import { pipeline } from '../../build/kafka/pipeline.js';
import { startStack } from '../../build/kafka/stack.js';
import { benchmark } from './benchmark.js';
import { readOptions, usage, type Options } from './options.js';
import { measured, restart } from './restart.js';
import { restartChart } from './restartChart.js';
import { Stage } from './stage.js';
import { inWay, usual } from './way.js';

async function run({ effort, output }: Options): Promise<void> {
  const stage = await Stage.open(await pipeline(await startStack({ measured: true })));
  const measurements = await benchmark(stage, effort, (line) => {
    console.error(line);
  });
  const broken = await inWay(stage.pipeline, usual, () => restart(stage, effort));
  const summaries = [...measurements, measured(stage, broken)].map(summarise);
  console.log(table(summaries));
  console.log(`\n${targets(summaries)}`);
  await mkdir(output, { recursive: true });
  await writeFile(path.join(output, 'restart.svg'), restartChart(broken));
  const files = [...(await writeFiles(summaries, output)), path.join(output, 'restart.svg')];
  console.error(`\nwritten: ${files.join(', ')}`);
}

const options = readOptions(process.argv.slice(2));
if (options) await run(options);
else console.log(usage);
// The servers end with this process.
process.exit();
