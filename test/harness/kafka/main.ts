import { execFile } from 'node:child_process';
import process from 'node:process';
import { promisify } from 'node:util';
import { execa } from 'execa';

/** Runs the tests that need Kafka, or says in one line why not. Where CI is set they are never left out. */
const missing = await missingTools();
if (missing.length === 0) {
  const args = ['vitest', 'run', '--config', 'vitest.kafka.config.ts', ...process.argv.slice(2)];
  const { exitCode } = await execa('npx', args, { stdio: 'inherit', reject: false });
  process.exitCode = exitCode ?? 1;
} else {
  console.log(
    `Left out: the tests with Kafka and Debezium, for want of ${missing.join(', ')}. On Debian: apt-get install openjdk-17-jre-headless maven postgresql-client curl jq`,
  );
  process.exitCode = process.env.CI ? 1 : 0;
}

async function missingTools(): Promise<string[]> {
  const tools: [name: string, argument: string][] = [
    ['java', '-version'],
    ['mvn', '--version'],
    ['psql', '--version'],
    ['curl', '--version'],
    ['jq', '--version'],
  ];
  const found = await Promise.all(
    tools.map(([name, argument]) =>
      promisify(execFile)(name, [argument]).then(
        () => [],
        () => [name],
      ),
    ),
  );
  return found.flat();
}
