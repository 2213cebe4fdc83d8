import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { test } from '../../harness/fixture.js';

const reference = ['AUDIT_FUNCTIONS', 'DELIVERY_API', 'OUTBOX_API']
  .map((name) => readFileSync(`docs/api/${name}.md`, 'utf8'))
  .join('\n');

/** Signatures in indented lines; a long result stands in the next. */
const documented = [...reference.matchAll(/^ {4}(app\.\w+\(.*\))\s*→ (.*)$/gm)].map(
  ([, signature = '', result = '']) => `${signature} → ${result}`,
);

/** Made for the entity of the examples. */
const generated = /^app\.get_post_audit_history(_with_cascade)?\(/;

test('the reference has every public function, with its signature', async ({ db }) => {
  const { rows } = await db.sql.query<{ signature: string }>(
    `select format('app.%I(%s) → %s', proname, pg_get_function_arguments(oid), pg_get_function_result(oid)) as signature
     from pg_proc
     where pronamespace = 'app'::regnamespace and obj_description(oid, 'pg_proc') not like 'Internal%' and prorettype <> 'trigger'::regtype
     order by 1`,
  );
  const shown = documented.filter((signature) => !generated.test(signature)).sort();
  expect(shown).toEqual(rows.map(({ signature }) => signature).sort());
});

test('the history functions of the reference are as generated', async ({ db }) => {
  await db.sql.query('create schema blog; create table blog.tb_post (id uuid primary key)');
  await db.sql.query(`select app.enable_audit_cascade('blog.tb_post')`);
  const { rows } = await db.sql.query<{ signature: string; result: string }>(
    `select format('app.%I(%s)', proname, pg_get_function_arguments(oid)) as signature, pg_get_function_result(oid) as result
     from pg_proc where proname ~ '^get_post_audit_history'`,
  );
  expect(rows).toHaveLength(2);
  for (const { signature, result } of rows) {
    expect(reference).toContain(`    ${signature}\n      → ${result}\n`);
  }
});
