import { parseScript } from '../../../../build/sql/parse.js';
import { pinnedSearchPath } from '../../../../build/lint/pinnedSearchPath.js';
import { publicExecute } from '../../../../build/lint/publicExecute.js';
import type { Statement } from '../../../../build/sql/statement.js';
import { syntax } from '../../../../build/lint/syntax.js';
import { generateSql } from '../../../../src/specql/sql/generateSql.js';
import type { GenerateOptions } from '../../../../src/specql/sql/generateOptions.js';
import type { Entity } from '../../../../src/specql/syntax/entity.js';
import { parsed, withSteps } from '../marked.js';

/** Nothing that the entities do not ask for. */
export const asWritten: GenerateOptions = { withImpacts: false, withAuditCascade: false, withCdc: false };

/** Everything, also where the entities are silent. */
export const everything: GenerateOptions = { withImpacts: true, withAuditCascade: true, withCdc: true };

/** @returns the scripts of entities, one after the other */
export function scriptOf(entities: readonly Entity[], options = asWritten): string {
  return generateSql(entities, options)
    .map(({ sql }) => sql)
    .join('\n');
}

/** @returns the SQL of an action with these lines as its steps, on one line so that a search does not depend on the layout */
export function actionSql(...lines: string[]): string {
  return scriptOf(parsed(withSteps(...lines))).replace(/\s+/g, ' ');
}

/**
 * @param script - generated
 * @returns its statements, as PostgreSQL's parser reads them
 */
export async function statementsOf(script: string): Promise<Statement[]> {
  const { statements, errors } = await parsedScript(script);
  if (errors.length > 0) throw new Error(JSON.stringify(errors));
  return statements;
}

/**
 * @param script - generated
 * @returns what the parser of statements and the one of bodies find wrong with it, and functions that are not safe to create
 */
export async function faultsOf(script: string): Promise<string[]> {
  const { statements, errors } = await parsedScript(script);
  const findings = [errors];
  for (const rule of [syntax, pinnedSearchPath, publicExecute]) findings.push(await rule(statements));
  return findings.flat().map(({ origin, message }) => `${origin.line}: ${message}`);
}

function parsedScript(script: string) {
  const origins = script.split('\n').map((_, index) => ({ file: 'generated.sql', line: index + 1 }));
  return parseScript({ sql: script, origins });
}
