import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { test } from '../../../harness/fixture.js';
import { apply, entitiesOf } from '../../../harness/specql.js';

const document = readFileSync('docs/features/GENERATED_SQL.md', 'utf8');
const yaml = /```yaml\n(.*?)```/s.exec(document)?.[1] ?? '';
const examples = [...document.matchAll(/```postgresql\n(.*?)```\n+```output\n(.*?)\n```/gs)];

test('the examples of the document give what they show', async ({ db: { sql } }) => {
  await apply(sql, entitiesOf(yaml), { withImpacts: false, withAuditCascade: false, withCdc: false });
  expect(examples).toHaveLength(2);
  for (const [, text = '', shown = ''] of examples) {
    const { rows } = await sql.query<unknown[]>({ text, rowMode: 'array' });
    expect(rows[0]?.join(' | ')).toBe(shown);
  }
});
