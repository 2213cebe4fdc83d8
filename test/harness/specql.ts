import { readdirSync, readFileSync } from 'node:fs';
import type pg from 'pg';
import { renderDiagnostic } from '../../src/specql/diagnostic.js';
import { parseEntities } from '../../src/specql/parseEntities.js';
import { generateMigration } from '../../src/specql/sql/generateMigration.js';
import { generateSql } from '../../src/specql/sql/generateSql.js';
import type { GenerateOptions } from '../../src/specql/sql/generateOptions.js';
import { onlyRow } from '../../src/connection/onlyRow.js';
import type { Entity } from '../../src/specql/syntax/entity.js';

/** What every part of an example has. */
export const everything: GenerateOptions = { withImpacts: true, withAuditCascade: true, withCdc: true };

/** Tenants and a user to act as. */
export const [acme, other, user] = [
  '11111111-1111-4111-8111-111111111111',
  '22222222-2222-4222-8222-222222222222',
  '33333333-3333-4333-8333-333333333333',
] as const;

/** The answer of a mutation. */
export interface Answer {
  id: string | null;
  updated_fields: string[];
  status: string;
  message: string;
  object_data: Record<string, unknown> | null;
  extra_metadata: Record<string, unknown>;
}

/**
 * @param yaml - documents of one or more entities
 * @returns them
 * @throws Error with what is wrong with them
 */
export function entitiesOf(...yaml: string[]): Entity[] {
  const { entities, diagnostics } = parseEntities(yaml.map((text, index) => ({ name: `${index + 1}.yaml`, text })));
  if (diagnostics.length > 0) throw new Error(diagnostics.map(renderDiagnostic).join('\n'));
  return entities;
}

/**
 * @param folder - of examples
 * @returns the entities of its files
 */
export function exampleEntities(folder: string): Entity[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  return entitiesOf(...files.map((name) => readFileSync(`${folder}/${name}`, 'utf8')));
}

/** Runs the generated scripts of entities, in order. */
export async function apply(sql: pg.ClientBase, entities: Entity[], options = everything): Promise<void> {
  for (const file of generateSql(entities, options)) await sql.query(file.sql);
}

/** Runs what the database lacks of the entities, and returns it. */
export async function migrate(sql: pg.ClientBase, entities: Entity[], options = everything): Promise<string> {
  const files = await generateMigration(sql, entities, options);
  for (const file of files) await sql.query(file.sql);
  return files.map((file) => file.sql).join('\n');
}

/**
 * Calls an action as a client would.
 *
 * @param sql - a connection
 * @param action - its name
 * @param payload - any JSON
 * @param tenant - who it is done for
 */
export async function call(
  sql: pg.ClientBase,
  action: string,
  payload: unknown,
  tenant: string | null = acme,
): Promise<Answer> {
  const result = await sql.query<Answer>(`select * from app.${action}($1, $2, $3)`, [
    tenant,
    user,
    JSON.stringify(payload),
  ]);
  return onlyRow(result);
}

/** Calls an action that has to succeed, and returns the id of what it is about. */
export async function done(
  sql: pg.ClientBase,
  action: string,
  payload: unknown,
  tenant: string = acme,
): Promise<string> {
  const { id, status, message } = await call(sql, action, payload, tenant);
  if (status !== 'success' || id === null) throw new Error(`${action}: ${status} ${message}`);
  return id;
}
