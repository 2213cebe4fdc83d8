import type { Node } from 'libpg-query';
import type { Origin } from '../assemble.js';

/** One statement of the install script. */
export interface Statement {
  /** The parsed statement, as in `{ CreateStmt: {...} }`. */
  node: Node;
  /** Its source, from the comment before it to its end. */
  text: string;
  /** Where its first word stands. */
  origin: Origin;
  /** The comment lines straight before its first word. */
  comment: string;
}

/** Something to mend. */
export interface Finding {
  origin: Origin;
  /** What is wrong, and what to write instead. */
  message: string;
}

/** Looks at all statements in order, and names those that break it. */
export type Rule = (statements: readonly Statement[]) => Finding[] | Promise<Finding[]>;
