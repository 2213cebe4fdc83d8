import { describe, expect } from 'vitest';
import { rows, value } from '../../harness/query.js';
import { test } from '../../harness/fixture.js';
import { acme, apply, call, done, exampleEntities, user } from '../../harness/specql.js';

const blog = exampleEntities('examples/blog');

describe('the blog', () => {
  test('creating answers with the document, and leaves row, audit, cascade and event', async ({ db: { sql } }) => {
    await apply(sql, blog);
    const answer = await call(sql, 'create_author', { name: ' Ada ', email: 'ADA@example.com' });
    expect(answer).toMatchObject({
      status: 'success',
      message: 'Author created.',
      updated_fields: ['name', 'email', 'post_count'],
      object_data: { id: answer.id, name: 'Ada', email: 'ada@example.com', post_count: 0, bio: null },
      extra_metadata: {
        _cascade: {
          updated: [{ __typename: 'Author', id: answer.id, operation: 'CREATED' }],
          deleted: [],
          invalidations: [{ queryName: 'authors', strategy: 'REFETCH', scope: 'PREFIX' }],
        },
        _meta: { mutation: 'create_author', primary: { entity: 'Author', operation: 'CREATE' } },
      },
    });
    expect(await rows(sql, 'select id, tenant_id, name, created_by, updated_by from blog.tb_author')).toEqual([
      { id: answer.id, tenant_id: acme, name: 'Ada', created_by: user, updated_by: user },
    ]);
    expect(await rows(sql, `select data from blog.tv_author`)).toEqual([{ data: answer.object_data }]);
    const { _cascade, _meta } = answer.extra_metadata as { _cascade: object; _meta: { mutationId: string } };
    expect(
      await rows(sql, 'select operation_type, entity_id, tenant_id, changed_by, mutation_id from app.audit_author'),
    ).toEqual([
      {
        operation_type: 'INSERT',
        entity_id: answer.id,
        tenant_id: acme,
        changed_by: user,
        mutation_id: _meta.mutationId,
      },
    ]);
    expect(await rows(sql, 'select source, tenant_id, user_id, cascade from app.mutation')).toEqual([
      { source: 'create_author', tenant_id: acme, user_id: user, cascade: _cascade },
    ]);
    const { email: redacted, ...payload } = answer.object_data as { email: string };
    expect(redacted).toBe('ada@example.com');
    expect(
      await rows(
        sql,
        `select aggregate_type, aggregate_id, event_type, tenant_id, partition_key, event_payload, event_metadata from app.outbox`,
      ),
    ).toEqual([
      {
        aggregate_type: 'Author',
        aggregate_id: answer.id,
        event_type: 'AuthorCreated',
        tenant_id: acme,
        partition_key: answer.id,
        event_payload: payload,
        event_metadata: { mutation: 'create_author', cascade: _cascade, affectedEntities: ['Author'] },
      },
    ]);
  });

  test('every other action does what it says', async ({ db: { sql } }) => {
    await apply(sql, blog);
    const author = await done(sql, 'create_author', { name: 'Ada', email: 'ada@example.com' });
    const tag = await done(sql, 'create_tag', { name: 'News' });
    expect(await call(sql, 'update_author', { id: author, bio: 'Writes.' })).toMatchObject({
      status: 'success',
      updated_fields: ['bio'],
      object_data: { name: 'Ada', bio: 'Writes.' },
    });
    const post = await done(sql, 'create_post', { title: 'Hello', slug: 'hello', body: 'World', author, subject: tag });
    expect(await value(sql, `select data from blog.tv_post where id = $1`, [post])).toMatchObject({
      status: 'draft',
      keywords: [],
      author: { id: author, name: 'Ada', bio: 'Writes.' },
      subject: { id: tag, name: 'news', label: 'News' },
    });
    expect(await call(sql, 'update_post', { id: post, title: 'Hello!' })).toMatchObject({
      status: 'success',
      updated_fields: ['title'],
      object_data: { title: 'Hello!', body: 'World' },
    });

    const published = await call(sql, 'publish_post', { id: post });
    expect(published).toMatchObject({ status: 'success', updated_fields: ['status', 'published_at'] });
    expect(published.extra_metadata).toMatchObject({
      _cascade: {
        updated: [
          { __typename: 'Post', id: post, operation: 'UPDATED' },
          { __typename: 'Author', id: author, operation: 'UPDATED', entity: { post_count: 1 } },
        ],
        invalidations: [
          { queryName: 'posts', strategy: 'REFETCH', scope: 'EXACT', arguments: { status: 'published' } },
        ],
      },
    });
    expect(await call(sql, 'publish_post', { id: post })).toMatchObject({ status: 'failed:already_published' });

    const comment = await done(sql, 'add_comment', { post, author, body: ' Nice ' });
    expect(await value(sql, 'select comment_count from blog.tb_post')).toBe(1);
    expect(await value(sql, `select partition_key from app.outbox where event_type = 'CommentCreated'`)).toBe(post);
    expect(await call(sql, 'approve_comment', { id: comment })).toMatchObject({ object_data: { status: 'approved' } });
    expect(await call(sql, 'approve_comment', { id: comment })).toMatchObject({ status: 'failed:already_approved' });

    expect(await call(sql, 'remove_comment', { id: comment })).toMatchObject({
      status: 'success',
      object_data: { body: 'Nice' },
      extra_metadata: { _cascade: { deleted: [{ __typename: 'Comment', id: comment, operation: 'DELETED' }] } },
    });
    expect(await value(sql, 'select count(*)::integer from blog.tb_comment')).toBe(0);
    expect(await value(sql, 'select count(*)::integer from blog.tv_comment')).toBe(0);
    // Captured before the row went.
    expect(
      await rows(sql, `select event_payload, partition_key from app.outbox where event_type = 'CommentDeleted'`),
    ).toMatchObject([{ event_payload: { id: comment, body: 'Nice', status: 'approved' }, partition_key: post }]);
    expect(await value(sql, 'select comment_count from blog.tb_post')).toBe(0);

    const second = await done(sql, 'add_comment', { post, author, body: 'Again' });
    expect(await call(sql, 'delete_post', { id: post })).toMatchObject({
      status: 'success',
      object_data: { title: 'Hello!' },
      extra_metadata: {
        _cascade: {
          updated: [{ __typename: 'Author', entity: { post_count: 0 } }],
          deleted: [
            { __typename: 'Comment', id: second },
            { __typename: 'Post', id: post },
          ],
        },
      },
    });
    expect(await rows(sql, 'select deleted_by from blog.tb_post where deleted_at is not null')).toEqual([
      { deleted_by: user },
    ]);
    expect(await value(sql, 'select count(*)::integer from blog.tv_post')).toBe(0);
    expect(await call(sql, 'update_post', { id: post, title: 'Back' })).toMatchObject({ status: 'failed:not_found' });
    // The slug of a deleted post may be taken again.
    await done(sql, 'create_post', { title: 'Hello', slug: 'hello', author });
  });

  test('an action that calls another is one mutation with two events', async ({ db: { sql } }) => {
    await apply(sql, blog);
    const author = await done(sql, 'create_author', { name: 'Ada', email: 'ada@example.com' });
    const answer = await call(sql, 'write_post', {
      title: 'Hello',
      slug: 'hello',
      body: 'World',
      author,
      keywords: ['a', 'b'],
    });
    expect(answer).toMatchObject({
      status: 'success',
      object_data: { status: 'published', keywords: ['a', 'b'] },
      extra_metadata: {
        _cascade: {
          updated: [
            { __typename: 'Post', id: answer.id, operation: 'CREATED', entity: { status: 'published' } },
            { __typename: 'Author', id: author, operation: 'UPDATED' },
          ],
        },
      },
    });
    expect(await rows(sql, 'select source, entities from app.mutation order by ended_at desc limit 1')).toEqual([
      { source: 'write_post', entities: ['Author', 'Post'] },
    ]);
    const events = await rows(
      sql,
      `select event_type, jsonb_array_length(event_metadata -> 'cascade' -> 'updated') as updated from app.outbox
       where aggregate_id = $1 order by event_id`,
      [answer.id],
    );
    expect(events).toEqual([
      { event_type: 'PostPublished', updated: 2 },
      { event_type: 'PostCreated', updated: 2 },
    ]);
    // What the called action refuses, the caller refuses, and nothing of either stays.
    expect(await call(sql, 'write_post', { title: 'Empty', slug: 'empty', author })).toMatchObject({
      status: 'failed:empty_post',
    });
    expect(await value(sql, 'select count(*)::integer from blog.tb_post')).toBe(1);
  });

  test('the context reaches the event, and nothing of it the next transaction', async ({ db: { sql } }) => {
    await apply(sql, blog);
    const cause = '44444444-4444-4444-8444-444444444444';
    await sql.query('begin');
    await sql.query(`select set_config('app.causation_id', $1, true), set_config('app.trace_id', 'trace', true)`, [
      cause,
    ]);
    await done(sql, 'create_tag', { name: 'news' });
    await sql.query('commit');
    expect(await rows(sql, 'select trace_id, causation_id from app.outbox')).toEqual([
      { trace_id: 'trace', causation_id: cause },
    ]);
    expect(await value(sql, `select app.context_text('app.tenant_id')`)).toBeNull();
  });
});
