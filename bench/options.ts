import { parseArgs } from 'node:util';
import type { Effort, Peers } from './bench.js';

/** What the command line asks for. */
export interface Options {
  readonly majors: readonly number[];
  /** Scenarios whose names begin so; all of them when empty. */
  readonly only: readonly string[];
  readonly quick: boolean;
  /** Whether to end with 1 when a ratio is out of its bound. */
  readonly check: boolean;
  /** Whether to make the bounds of what is measured anew. */
  readonly updateBounds: boolean;
  readonly effort: Effort;
  readonly peers: Peers;
  /** Folder the results are written to. */
  readonly output: string;
}

/** Shown by `--help`. */
export const usage = `npm run bench -- [options]

  --quick             a smoke run: everything is done once and checked, the figures mean nothing
  --only NAME         scenarios whose names begin with NAME; may be repeated
  --majors 18,15      which servers, in this order
  --check             end with 1 when a ratio is below its bound in bench/bounds.json, and name each
  --update-bounds     make the bounds of the scenarios that run anew
  --output FOLDER     where results.json and chart.svg are written; bench-results when not given
  --supa-audit FILE   SQL files of other projects, to take part
  --pgmq FILE
  --pgque FILE`;

const full: Effort = {
  rounds: 5,
  load: { seconds: 1 },
  rows: 100_000,
  history: 1_000_000,
  queries: 200,
  log: 2_000_000,
  retained: 10_000_000,
  acknowledgements: 20_000,
  otherTables: 299,
};

const quick: Effort = {
  rounds: 1,
  load: { transactions: 20 },
  rows: 1000,
  history: 2000,
  queries: 10,
  log: 20_000,
  retained: 1_000_000,
  acknowledgements: 500,
  otherTables: 2,
};

/**
 * @param args - the command line after the program's name
 * @returns what it asks for; undefined when it asks for help
 * @throws TypeError for an option there is not, or options that do not go together
 */
export function readOptions(args: string[]): Options | undefined {
  const { values } = parseArgs({
    args,
    options: {
      quick: { type: 'boolean', default: false },
      check: { type: 'boolean', default: false },
      'update-bounds': { type: 'boolean', default: false },
      only: { type: 'string', multiple: true, default: [] },
      majors: { type: 'string' },
      output: { type: 'string', default: 'bench-results' },
      'supa-audit': { type: 'string' },
      pgmq: { type: 'string' },
      pgque: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  if (values.quick && (values.check || values['update-bounds'])) {
    throw new TypeError('The figures of --quick mean nothing: leave it out to check or update the bounds.');
  }
  if (values['update-bounds'] && (values['supa-audit'] ?? values.pgmq ?? values.pgque) !== undefined) {
    throw new TypeError('Only what always takes part has bounds: update them without other projects.');
  }
  return {
    majors: (values.majors ?? (values.quick ? '18' : '18,15')).split(',').map(Number),
    only: values.only,
    output: values.output,
    quick: values.quick,
    check: values.check,
    updateBounds: values['update-bounds'],
    effort: values.quick ? quick : full,
    peers: {
      ...(values['supa-audit'] && { supaAudit: values['supa-audit'] }),
      ...(values.pgmq && { pgmq: values.pgmq }),
      ...(values.pgque && { pgque: values.pgque }),
    },
  };
}
