import { readFileSync } from 'node:fs';
import { describe, expect } from 'vitest';
import { rows, value } from '../../../harness/query.js';
import { test } from '../../../harness/fixture.js';
import { acme, apply, call, done, entitiesOf, migrate, user } from '../../../harness/specql.js';

const exampleOf = (file: string) => entitiesOf(readFileSync(`examples/${file}`, 'utf8'));
/** Nothing but what the file says. */
const asWritten = { withImpacts: false, withAuditCascade: false, withCdc: false };

describe('the post with events', () => {
  test('fn_create_post writes a PostCreated event that nobody has processed yet', async ({ db: { sql } }) => {
    await apply(sql, exampleOf('cdc/post_with_cdc.yaml'), asWritten);
    const result = await sql.query<{ id: string; status: string }>(`select * from blog.fn_create_post($1::jsonb)`, [
      { title: 'Test Post' },
    ]);
    expect(result.rows).toMatchObject([{ status: 'success' }]);
    const id = result.rows[0]?.id;
    const events = await rows(
      sql,
      `select aggregate_type, aggregate_id, event_type, event_payload, event_metadata, processed_at from app.outbox`,
    );
    expect(events).toEqual([
      {
        aggregate_type: 'Post',
        aggregate_id: id,
        event_type: 'PostCreated',
        event_payload: await value(sql, 'select data from blog.tv_post'),
        event_metadata: {
          mutation: 'create_post',
          // Collected from audit rows, and this entity has none.
          cascade: expect.objectContaining({ updated: [], deleted: [] }) as unknown,
          affectedEntities: [],
        },
        processed_at: null,
      },
    ]);
    expect(events).toMatchObject([{ event_payload: { id, title: 'Test Post', status: 'draft' } }]);
  });

  test('publishing has its key, and deleting for good keeps the post in its event', async ({ db: { sql } }) => {
    await apply(sql, exampleOf('cdc/post_with_cdc.yaml'), asWritten);
    const id = await done(sql, 'create_post', { title: 'Hello' });
    await done(sql, 'publish_post', { id });
    expect(await call(sql, 'publish_post', { id })).toMatchObject({ status: 'failed:already_published' });
    await done(sql, 'delete_post', { id });
    expect(await value(sql, 'select count(*)::integer from blog.tb_post')).toBe(0);
    expect(
      await rows(
        sql,
        `select event_type, partition_key, event_payload ->> 'title' as title, event_payload ->> 'status' as status
         from app.outbox order by event_id`,
      ),
    ).toEqual([
      { event_type: 'PostCreated', partition_key: id, title: 'Hello', status: 'draft' },
      { event_type: 'PublishPost', partition_key: 'published', title: 'Hello', status: 'published' },
      { event_type: 'PostDeleted', partition_key: id, title: 'Hello', status: 'published' },
    ]);
  });

  test('with its changes audited, the event carries the cascade', async ({ db: { sql } }) => {
    await apply(sql, exampleOf('cdc/post_with_cdc.yaml'), { ...asWritten, withAuditCascade: true });
    const id = await done(sql, 'create_post', { title: 'Hello' });
    expect(await value(sql, 'select event_metadata from app.outbox')).toMatchObject({
      mutation: 'create_post',
      cascade: { updated: [{ __typename: 'Post', id, operation: 'CREATED' }], deleted: [] },
      affectedEntities: ['Post'],
    });
  });
});

test('the post with audit keeps its changes with their cascade, and not what it excludes', async ({ db: { sql } }) => {
  await apply(sql, exampleOf('audit_cascade/post_with_audit.yaml'), asWritten);
  expect(await call(sql, 'create_post', { body: 'No title.' })).toMatchObject({ status: 'failed:missing_title' });
  const id = await done(sql, 'create_post', { title: 'Hello', draft_notes: 'secret' });
  await done(sql, 'rename_post', { id, title: 'Hello!' });
  await sql.query('update blog.tb_post set views = views + 1');
  const trail = await rows(
    sql,
    `select a.operation_type, a.entity_id, a.tenant_id, a.changed_by, m.source, m.cascade -> 'updated' -> 0 ->> 'operation' as operation
     from app.audit_post a left join app.mutation m using (mutation_id) order by a.audit_id`,
  );
  const common = { entity_id: id, tenant_id: acme, changed_by: user };
  expect(trail).toEqual([
    { ...common, operation_type: 'INSERT', source: 'create_post', operation: 'CREATED' },
    { ...common, operation_type: 'UPDATE', source: 'rename_post', operation: 'UPDATED' },
  ]);
  expect(await value(sql, 'select jsonb_agg(to_jsonb(a))::text from app.audit_post a')).not.toContain('secret');
  expect(await value(sql, 'select draft_notes from blog.tb_post')).toBe('secret');
  expect(await value(sql, 'select count(*)::integer from app.outbox')).toBe(0);
});

test('without audit an answer has the declared impact and the invalidations, and no changes', async ({
  db: { sql },
}) => {
  const impact = `{
    primary: {entity: Tag, operation: CREATE, fields: [name]}, side_effects: [{entity: Tag, operation: UPDATE}],
    cache_invalidations: [{query: tags}]}`;
  const entities = (audit: string) =>
    entitiesOf(
      `{entity: Tag, schema: x, fields: {name: text!}, ${audit} actions: [{name: create_tag, steps: [insert: Tag], impact: ${impact}}]}`,
    );
  const declared = {
    mutation: 'create_tag',
    primary: { entity: 'Tag', operation: 'CREATE', fields: ['name'] },
    sideEffects: [{ entity: 'Tag', operation: 'UPDATE', fields: [] }],
  };
  await apply(sql, entities(''), { ...asWritten, withImpacts: true });
  expect((await call(sql, 'create_tag', { name: 'a' })).extra_metadata).toMatchObject({
    _meta: declared,
    _cascade: { updated: [], deleted: [], invalidations: [{ queryName: 'tags' }] },
  });
  await migrate(sql, entities('audit: {enabled: on},'), asWritten);
  expect((await call(sql, 'create_tag', { name: 'b' })).extra_metadata).toMatchObject({
    _meta: declared,
    _cascade: { updated: [{ __typename: 'Tag', operation: 'CREATED', entity: { name: 'b' } }] },
  });
});
