import { parseArgs } from 'node:util';

/** How much work one run does. */
export interface Effort {
  readonly rounds: number;
  /** How long events are written at a steady rate, after as long a warm-up as `warmUpSeconds`. */
  readonly seconds: number;
  readonly warmUpSeconds: number;
  /** Events written and read as fast as can be. */
  readonly events: number;
  /** Events whose write-ahead log is counted. */
  readonly counted: number;
  /** Time before the broker is killed, and after it answers again; 0 leaves it alive. */
  readonly aroundKillSeconds: number;
}

/** What the command line asks for. */
export interface Options {
  readonly effort: Effort;
  /** Folder the results are written to. */
  readonly output: string;
}

/** Shown by `--help`. */
export const usage = `npm run bench:cdc -- [options]

  --quick             a smoke run: everything is done once and checked, the figures mean nothing
  --output FOLDER     where results.json, chart.svg and restart.svg are written; bench-results/cdc when not given`;

const full: Effort = { rounds: 3, seconds: 8, warmUpSeconds: 2, events: 150_000, counted: 3000, aroundKillSeconds: 10 };

/** Everything once, as little of it as shows that it works. */
export const quick: Effort = {
  rounds: 1,
  seconds: 1,
  warmUpSeconds: 0.5,
  events: 2000,
  counted: 200,
  aroundKillSeconds: 2,
};

/**
 * @param args - the command line after the program's name
 * @returns what it asks for; undefined when it asks for help
 * @throws TypeError for an option there is not
 */
export function readOptions(args: string[]): Options | undefined {
  const { values } = parseArgs({
    args,
    options: {
      quick: { type: 'boolean', default: false },
      output: { type: 'string', default: 'bench-results/cdc' },
      help: { type: 'boolean', default: false },
    },
  });
  return values.help ? undefined : { effort: values.quick ? quick : full, output: values.output };
}
