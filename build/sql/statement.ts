import type { Node } from 'libpg-query';
import type { Origin } from '../assemble.js';

/** One statement of the install script. */
export interface Statement {
  /** The parsed statement, as in `{ CreateStmt: {...} }`. */
  node: Node;
  /** Its source. */
  text: string;
  /** Where its first word stands. */
  origin: Origin;
  /** What stands between it and the statement before. */
  comment: string;
  /** The line of the script that its last word stands in, from 0. */
  lastLine: number;
}

/** Something to mend. */
export interface Finding {
  origin: Origin;
  /** What is wrong, and what to write instead. */
  message: string;
}

/** Looks at all statements in order, and names those that break it. */
export type Rule = (statements: readonly Statement[]) => Finding[] | Promise<Finding[]>;
