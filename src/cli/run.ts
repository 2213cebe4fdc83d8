import { Command, CommanderError } from 'commander';
import { connect } from '../connection/connect.js';
import { limitLockWait } from '../connection/lockHolders.js';
import { requireExtension } from '../operations/extensionVersions.js';
import { version } from '../version.js';
import { cdc } from './commands/cdc.js';
import { consumers } from './commands/consumers.js';
import { deadLetters } from './commands/deadLetters.js';
import { disable } from './commands/disable.js';
import { enable } from './commands/enable.js';
import { generate } from './commands/generate.js';
import { health } from './commands/health.js';
import { history } from './commands/history.js';
import { install } from './commands/install.js';
import { lag } from './commands/lag.js';
import { maintain } from './commands/maintain.js';
import { seek } from './commands/seek.js';
import { tail } from './commands/tail.js';
import { validate } from './commands/validate.js';
import { failureOf, failureText } from './failure.js';
import { readInput, type Input } from './input.js';
import { forTerminal, painter } from './output/paint.js';
import { printableJson, withoutPasswords } from './output/printable.js';
import { withoutArguments } from './output/withoutArguments.js';
import { interruptible } from './interruptible.js';
import type { WithSession, Report, Session } from './report.js';

/** What the process gives a command line tool. */
export interface Surroundings {
  stdout: Output;
  stderr: Output;
  stdin?: Input;
  env: NodeJS.ProcessEnv;
}

interface Output {
  isTTY?: boolean;
  write(text: string): unknown;
}

/** What every command understands. */
interface SharedOptions {
  databaseUrl?: string;
  json?: boolean;
}

const failed = 2;

/** For commands that have no option for it. */
const lockTimeoutSeconds = 60;

/**
 * Runs one command line.
 *
 * @param args - without the names of node and of the script
 * @param surroundings - streams and environment; the PG* variables are always those of the process
 * @returns the exit code: 0, 1 when `health`, `validate` or `generate --check` found something, 2 when the command could not be done
 */
export async function run(args: readonly string[], { stdout, stderr, stdin, env }: Surroundings): Promise<number> {
  let exitCode = 0;
  const program = new Command('specql-cdc');
  const options = () => program.opts<SharedOptions>();

  const print = (report: Report) => {
    const shown = report.isVerbatim || report.showsValues ? (text: string) => text : withoutPasswords;
    const indent = report.oneLine ? 0 : 2;
    if (options().json) stdout.write(`${printableJson(report.data, indent, shown)}\n`);
    else if (report.isVerbatim && !stdout.isTTY) stdout.write(report.text((_, text) => text));
    else stdout.write(forTerminal(shown(report.text(painter(stdout, env)))));
  };
  const complain = (error: unknown, oneLine = false) =>
    stderr.write(forTerminal(failureText(failureOf(error), options().json ?? false, painter(stderr, env), oneLine)));
  const session: Session = {
    get databaseUrl() {
      return options().databaseUrl ?? env.DATABASE_URL;
    },
    async connected(work, url = session.databaseUrl) {
      const client = await connect(url);
      try {
        await limitLockWait(client, lockTimeoutSeconds);
        return await interruptible(client, () => work(client));
      } finally {
        await client.end();
      }
    },
    withExtension: (work) =>
      session.connected(async (client) => {
        await requireExtension(client);
        return work(client);
      }),
    progress(line) {
      if (!options().json) stderr.write(forTerminal(`${withoutPasswords(line)}\n`));
    },
    input: () => readInput(stdin),
    print,
    complain: (error) => void complain(error, true),
  };
  const withSession: WithSession =
    (work) =>
    async (...args) => {
      const report = await work(session, ...args);
      if (report) print(report);
      exitCode = report?.exitCode ?? 0;
    };

  program
    .description('Audit trail, outbox and change events of a PostgreSQL database with the extension specql_cdc.')
    .version(version)
    .option('--database-url <url>', 'postgresql://... (default: DATABASE_URL, else PGHOST, PGUSER, PGDATABASE, ...)')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExample:\n  $ specql-cdc enable blog.tb_post --database-url postgresql://blog@localhost/blog',
    )
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => void stdout.write(text),
      writeErr: (text) => void stderr.write(forTerminal(withoutPasswords(text))),
      outputError: (text, write) => {
        write(withoutArguments(text, args));
      },
    })
    .exitOverride();
  for (const add of [
    install,
    enable,
    disable,
    history,
    health,
    cdc,
    generate,
    validate,
    tail,
    lag,
    consumers,
    deadLetters,
    seek,
    maintain,
  ])
    add(program, withSession);

  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode && failed;
    complain(error);
    return failed;
  }
}
