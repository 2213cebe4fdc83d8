import type { Assembled } from '../assemble.js';
import { advisoryLocks } from './advisoryLocks.js';
import { commented } from './commented.js';
import { dumped } from './dumped.js';
import { forbidden } from './forbidden.js';
import { noReplace } from './noReplace.js';
import { ownFile } from './ownFile.js';
import { parseScript } from '../sql/parse.js';
import { pinnedSearchPath } from './pinnedSearchPath.js';
import { publicExecute } from './publicExecute.js';
import { qualifiedTypes } from './qualifiedTypes.js';
import type { Finding, Rule } from '../sql/statement.js';
import { syntax } from './syntax.js';
import { verbs } from './verbs.js';

const rules: Rule[] = [
  syntax,
  pinnedSearchPath,
  qualifiedTypes,
  publicExecute,
  noReplace,
  forbidden,
  dumped,
  commented,
  ownFile,
  verbs,
  advisoryLocks,
];

/**
 * Checks an install script against every rule.
 *
 * @param script - the assembled script
 * @returns what is to mend, rule by rule; the syntax error alone when the script cannot be parsed
 */
export async function lint(script: Assembled): Promise<Finding[]> {
  const { statements, errors } = await parseScript(script);
  const findings = await Promise.all(rules.map(async (rule) => rule(statements)));
  return [...errors, ...findings.flat()];
}
