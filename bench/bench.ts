import type { PostgresServer } from '../build/server/server.js';

/** What a figure counts: the more per second the better, the fewer milliseconds or bytes the better. */
export type Unit = 'per second' | 'ms' | 'MB' | 'bytes';

/** One of the ways of doing the same work that a scenario compares. */
export interface Contestant {
  readonly name: string;
  /** @returns the figure of one round, in the scenario's unit */
  readonly run: () => Promise<number>;
  /** @throws Error when the rounds together did not do all the work they were timed for */
  readonly check?: () => Promise<void>;
}

/** What a figure is to reach. */
export type Target =
  /** The subject does at least this many times the work of another contestant in the same time. */
  | { readonly against: string; readonly speedAtLeast: number }
  /** A contestant does at least this much. */
  | { readonly of: string; readonly perSecondAtLeast: number }
  /** A contestant needs at most this many milliseconds. */
  | { readonly of: string; readonly millisecondsAtMost: number };

/** Work that several contestants do in turn. */
export interface Scenario {
  /** `group/what is done`. */
  readonly name: string;
  readonly unit: Unit;
  /** The contestant that ratios and targets are about. */
  readonly subject: string;
  readonly targets?: readonly Target[];
  /** Makes the contestants and their databases, which go with the server. */
  readonly contestants: (bench: Bench) => Promise<Contestant[]>;
}

/** How much work one run of the benchmark does. */
export interface Effort {
  readonly rounds: number;
  /** How long one contestant's turn under load lasts. */
  readonly load: { readonly seconds: number } | { readonly transactions: number };
  /** Rows of the table that single rows are changed in, and of one bulk insert. */
  readonly rows: number;
  /** Audit rows, and mutations, that history is queried in. */
  readonly history: number;
  /** Executions of one history query in a turn. */
  readonly queries: number;
  /** Events of a log that is drained by half. */
  readonly log: number;
  /** Events of a log whose consumers are at its end. */
  readonly retained: number;
  /** Acknowledgements while a transaction holds the horizon. */
  readonly acknowledgements: number;
  /** Audited tables beside the one that is changed. */
  readonly otherTables: number;
}

/** SQL files of other projects, by what they are. */
export interface Peers {
  readonly supaAudit?: string;
  readonly pgmq?: string;
  readonly pgque?: string;
}

/** What a scenario's contestants are made with. */
export interface Bench {
  readonly server: PostgresServer;
  readonly effort: Effort;
  readonly peers: Peers;
}
