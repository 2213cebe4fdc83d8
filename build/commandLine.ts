import { Readable } from 'node:stream';
import { run } from '../src/cli/run.js';

/** What a command line printed and how it ended. */
export interface Outcome {
  exitCode: number;
  stdout: string;
  stderr: string;
}

/** What a command line works in. */
interface RunOptions {
  env?: NodeJS.ProcessEnv;
  /** Whether the streams are a terminal. */
  isTTY?: boolean;
  stdin?: string;
  /** Where to collect what is printed, for those who look before the end. */
  printed?: Omit<Outcome, 'exitCode'>;
}

/**
 * Runs the tool inside this process, where coverage sees it.
 *
 * @param args - the command line
 * @param given - what it works in
 * @returns what came of it
 */
export async function commandLine(
  args: string[],
  { env = {}, isTTY = false, stdin, printed = { stdout: '', stderr: '' } }: RunOptions = {},
): Promise<Outcome> {
  const stream = (name: keyof typeof printed) => ({ isTTY, write: (text: string) => (printed[name] += text) });
  const input = stdin === undefined ? {} : { stdin: Readable.from([stdin]) };
  const exitCode = await run(args, { stdout: stream('stdout'), stderr: stream('stderr'), ...input, env });
  return { exitCode, ...printed };
}

/**
 * @param url - the database
 * @param args - the command line
 * @returns what `--json` printed, parsed
 * @throws Error with what was printed instead, when the command failed
 */
export async function jsonOf(url: string, ...args: string[]): Promise<unknown> {
  const { exitCode, stdout, stderr } = await commandLine([...args, '--json', '--database-url', url]);
  if (exitCode === 2) throw new Error(stderr);
  return JSON.parse(stdout);
}
