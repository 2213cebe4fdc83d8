import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { checkout } from '../extension.js';

/** What to run. */
export interface JavaProgram {
  libs: string;
  main: string;
  args: string[];
  /** Working directory; the program's output goes to `log` in it. */
  folder: string;
  env?: Record<string, string>;
  /** Whether it runs for so long that the compiler which takes its time pays; it gets more memory too. */
  lasting?: boolean;
}

/** A running Java program. It ends when this process does, in whatever way. */
export interface JavaProcess {
  readonly pid: number;
  /** Whether it has ended, by itself or otherwise. */
  hasEnded(): boolean;
  /** What it has printed. */
  log(): Promise<string>;
  /** Ends it and waits for the end; SIGKILL is a crash. */
  end(signal: NodeJS.Signals): Promise<void>;
}

/** Starts the program, tells its process id, and kills it when nobody holds the other end of standard input any more. Ends with it. */
const guard = `
exec 3<&0
"$@" >>log 2>&1 </dev/null 3<&- &
program=$!
echo "$program"
{ cat <&3 >/dev/null; kill -KILL "$program"; } 2>/dev/null &
watcher=$!
wait "$program"
kill "$watcher"
`;

/**
 * @param program - what to run
 * @returns the process, started
 */
export async function startJava(program: JavaProgram): Promise<JavaProcess> {
  const shell = spawn('/bin/sh', ['-c', guard, 'guard', 'java', ...javaArguments(program)], {
    cwd: program.folder,
    detached: true,
    env: { ...process.env, ...program.env },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const [line] = (await once(shell.stdout, 'data')) as [Buffer];
  const pid = Number(line.toString());
  shell.unref();
  for (const stream of [shell.stdin, shell.stdout]) (stream as unknown as { unref(): void }).unref();
  return {
    pid,
    hasEnded: () => shell.exitCode !== null,
    log: () => logOf(program),
    async end(signal) {
      if (shell.exitCode !== null) return;
      shell.ref();
      process.kill(pid, signal);
      await once(shell, 'exit');
      shell.stdin.end();
    },
  };
}

/**
 * Runs a Java program to its end.
 *
 * @param program - what to run
 * @throws Error with what it printed, when it fails
 */
export async function runJava(program: JavaProgram): Promise<void> {
  const child = spawn('/bin/sh', ['-c', 'exec "$@" >>log 2>&1', 'run', 'java', ...javaArguments(program)], {
    cwd: program.folder,
    stdio: 'ignore',
  });
  const [code] = (await once(child, 'exit')) as [number];
  if (code !== 0) throw new Error(`${program.main}:\n${await logOf(program)}`);
}

const logOf = ({ folder }: JavaProgram) => readFile(path.join(folder, 'log'), 'utf8');

const javaArguments = ({ libs, main, args, lasting = false }: JavaProgram) => [
  ...(lasting ? ['-Xmx1g'] : ['-Xmx512m', '-XX:TieredStopAtLevel=1']),
  '-XX:+UseSerialGC',
  `-Dlog4j2.configurationFile=${path.join(checkout, 'build/kafka/log4j2.yaml')}`,
  '-cp',
  `${libs}/*`,
  main,
  ...args,
];
