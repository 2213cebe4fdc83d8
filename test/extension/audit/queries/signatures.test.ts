import { expect } from 'vitest';
import { createBlog } from '../../../harness/cascadeBlog.js';
import { column, rows } from '../../../harness/query.js';
import { test } from '../../../harness/fixture.js';

const history =
  'audit_id uuid, operation_type text, changed_by uuid, changed_at timestamp with time zone, old_values jsonb, new_values jsonb, change_reason text';
const cascade = 'cascade_data jsonb, cascade_entities text[], cascade_source text, affected_entity_count integer';
const page = 'p_tenant_id uuid DEFAULT NULL::uuid, p_limit integer DEFAULT 100, p_offset integer DEFAULT 0';

test('the functions that read have the documented parameters and columns', async ({ db }) => {
  await createBlog(db.sql);
  for (const [name, parameters, result] of [
    ['get_post_audit_history', `p_entity_id uuid, ${page}`, history],
    [
      'get_post_audit_history_with_cascade',
      `p_entity_id uuid, ${page}, p_affected_entity text DEFAULT NULL::text`,
      `${history}, ${cascade}`,
    ],
    [
      'get_mutations_affecting_entity',
      'p_entity_type text, p_tenant_id uuid DEFAULT NULL::uuid, p_limit integer DEFAULT 100',
      'audit_id uuid, primary_entity_id uuid, mutation_name text, changed_at timestamp with time zone, cascade_data jsonb',
    ],
    [
      'get_transaction_changes',
      'p_transaction_id bigint',
      'typename text, entity_id text, operation_type text, changed_at timestamp with time zone, changed_by uuid, mutation_id uuid, ' +
        'old_values jsonb, new_values jsonb, audit_id uuid',
    ],
  ] as const) {
    const signature = `select pg_get_function_arguments(oid) as parameters, pg_get_function_result(oid) as result
      from pg_proc where pronamespace = 'app'::regnamespace and proname = $1`;
    expect(await rows(db.sql, signature, [name])).toEqual([{ parameters, result: `TABLE(${result})` }]);
  }
});

test('the views have the documented columns', async ({ db }) => {
  await createBlog(db.sql);
  const columns = (view: string) =>
    column(
      db.sql,
      `select attname || ' ' || format_type(atttypid, atttypmod) from pg_attribute
       where attrelid = $1::regclass and attnum > 0 order by attnum`,
      [view],
    );
  expect(await columns('app.v_post_cascade_audit')).toEqual([
    'audit_id uuid',
    'entity_id uuid',
    'operation_type text',
    'changed_at timestamp with time zone',
    'mutation_name text',
    'affected_entities text[]',
    'entities_updated integer',
    'entities_deleted integer',
    'total_affected integer',
  ]);
  expect(await columns('app.v_post_recent_cascade_mutations')).toEqual([
    'audit_id uuid',
    'entity_id uuid',
    'mutation_name text',
    'changed_at timestamp with time zone',
    'cascade_entities text[]',
    'cascade_data jsonb',
  ]);
});
