import { readdirSync } from 'node:fs';
import type pg from 'pg';
import { describe, expect } from 'vitest';
import { test } from '../../harness/fixture.js';
import { examplesOf, shown } from './examples.js';

const documents = [
  'README.md',
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

/** All values as the text psql would print. */
const asText = { getTypeParser: () => (value: string) => value } as unknown as pg.CustomTypesConfig;

/** Roles the documents speak of; they belong to the server, so documents that run at the same time share them. */
const makeRoles = `do $$ begin
  create role acme_analyst login;
  create role blog_api login;
  create role mail_worker login;
exception when duplicate_object or unique_violation then null;
end $$`;

describe.each(documents)('%s', (file) => {
  const examples = examplesOf(file);
  // One database for a document: its examples build on each other.
  test.runIf(examples.length > 0)('its SQL examples run and give what they show', async ({ emptyDb }) => {
    await emptyDb.asAdmin(makeRoles);
    await emptyDb.sql.query("set timezone = 'UTC'");
    if (!examples.some(({ sql }) => /create extension/i.test(sql)))
      await emptyDb.sql.query('create extension specql_cdc');
    for (const { line, sql, output } of examples) {
      const query = { text: sql, rowMode: 'array', types: asText } as const;
      const results: unknown = await emptyDb.sql.query(query).catch((error: unknown) => {
        throw new Error(`${file}:${String(line)}: ${error instanceof Error ? error.message : String(error)}`);
      });
      if (output === undefined) continue;
      const last = (Array.isArray(results) ? results : [results]) as pg.QueryArrayResult<(string | null)[]>[];
      const rows = last.filter((result) => result.command === 'SELECT').at(-1)?.rows ?? [];
      expect(shown(rows), `${file}:${String(line)}`).toBe(output);
    }
  });
});
