import type pg from 'pg';
import { expect } from 'vitest';

/** What health_check found amiss. */
interface Finding {
  check: string;
  status: string;
  detail: string;
  hint: string;
}

/** Everything that is not ok, as this client is told it. */
export async function findings(client: pg.Client): Promise<Finding[]> {
  const { rows } = await client.query<Finding>("select * from app.health_check() where status <> 'ok'");
  return rows;
}

/**
 * Expects findings of these checks, no others, and none once each hint was followed to the letter.
 *
 * @param client - who asks and follows
 * @param expected - check and detail (a part of it) of each finding, in order
 */
export async function expectMended(client: pg.Client, expected: [check: string, detail: string][]): Promise<void> {
  const found = await findings(client);
  expect(found).toMatchObject(
    expected.map(([check, detail]) => ({ check, detail: expect.stringContaining(detail) as string })),
  );
  for (const { hint } of found) await client.query(statementIn(hint));
  expect(await findings(client)).toEqual([]);
}

function statementIn(hint: string): string {
  const [statement] = /(?:select|alter|reset) .*?(?=\.(?: |$))/s.exec(hint) ?? [];
  if (!statement) throw new Error(`no statement in the hint: ${hint}`);
  return statement;
}
