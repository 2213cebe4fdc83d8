import type pg from 'pg';
import type { Paint } from './output/paint.js';

/** What a command found or did, for programs and for people. */
export interface Report {
  /** What `--json` prints. */
  data: unknown;
  /** What is printed otherwise. */
  text(paint: Paint): string;
  /** 0 unless given. */
  exitCode?: number;
  /** Whether the text is the output of a generator, which a file or a pipe gets to the last byte. */
  isVerbatim?: boolean;
  /** Whether it shows rows or events, which nothing alters. Of the words of servers and programs the passwords are taken out. */
  showsValues?: boolean;
  /** Whether JSON takes one line, as one of a stream of reports does. */
  oneLine?: boolean;
}

/** What a command works with. */
export interface Session {
  /** The database the user asked for; undefined for that of the PG* variables. */
  databaseUrl: string | undefined;
  /** Opens the connection the user asked for, or another one, runs work on it, and closes it. Ctrl-C cancels on the server what it runs there. */
  connected<Result>(work: (client: pg.Client) => Promise<Result>, url?: string): Promise<Result>;
  /** The same, for a database that has the extension: one without it is refused. */
  withExtension<Result>(work: (client: pg.Client) => Promise<Result>): Promise<Result>;
  /** Reads standard input to its end. */
  input(): Promise<string>;
  /** Says on standard error, to people, what has been done so far. */
  progress(line: string): void;
  /** Prints a report before the last one. */
  print(report: Report): void;
  /** Says on standard error what failed and will be tried again. */
  complain(error: unknown): void;
}

/** Makes an action of commander from the work of a command: runs it and prints its report, if it returns one. */
export type WithSession = <Args extends unknown[]>(
  work: (session: Session, ...args: Args) => Promise<Report | undefined>,
) => (...args: Args) => Promise<void>;
