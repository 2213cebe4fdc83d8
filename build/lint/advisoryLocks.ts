import type { Rule } from '../sql/statement.js';

const home = 'delivery/locks.sql';

/** Anybody may hold an advisory lock, so those that the extension takes stand in one file, which says what that may do. */
export const advisoryLocks: Rule = (statements) =>
  statements.flatMap(({ text, origin }) =>
    origin.file !== home && /\bpg_(try_)?advisory_\w+/.test(text)
      ? [{ origin, message: `advisory lock outside ${home}: lock a row or a table, which outsiders cannot` }]
      : [],
  );
