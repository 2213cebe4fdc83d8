import { describe, expect, test } from 'vitest';
import {
  cascadeResponse,
  cascadeResponseOfFlat,
  cascadeResponseOfMutationResponse,
} from '../../../../src/response/shapes/cascadeResponse.js';
import { flatResponse } from '../../../../src/response/shapes/flatResponse.js';
import { mutationResponse } from '../../../../src/response/shapes/mutationResponse.js';
import { faultsOf, valid } from '../../../harness/schemas.js';
import { cascade, failed, id, success } from './results.js';

const nothing = {
  updated: [],
  deleted: [],
  invalidations: [],
  metadata: { timestamp: expect.any(String) as string, transactionId: null, depth: 0, affectedCount: 0 },
};

describe('a success', () => {
  test('as GraphQL Cascade has it', () => {
    const expected = { success: true, errors: [], data: { id, title: 'Hello' }, cascade };
    expect(valid('cascade-response', cascadeResponse(valid('mutation-result', success)))).toEqual(expected);
    expect(cascadeResponseOfMutationResponse(mutationResponse(success, 'Post'))).toEqual(expected);
  });

  test('flat', () => {
    expect(valid('flat-response', flatResponse(success, 'post'))).toEqual({
      success: true,
      code: 'SUCCESS',
      message: 'Post created',
      id,
      updated_fields: ['title'],
      post: { id, title: 'Hello' },
      cascade,
    });
  });

  test('in thirteen columns, in their order', () => {
    const response = valid('mutation-response', mutationResponse(success, 'Post'));
    expect(Object.entries(response)).toEqual([
      ['succeeded', true],
      ['state_changed', true],
      ['error_class', null],
      ['status_detail', null],
      ['http_status', null],
      ['message', 'Post created'],
      ['entity_id', id],
      ['entity_type', 'Post'],
      ['entity', { id, title: 'Hello' }],
      ['updated_fields', ['title']],
      ['cascade', cascade],
      ['error_detail', null],
      ['metadata', { _meta: { source: 'create_post' } }],
    ]);
  });

  test('that changed nothing says so, and one without a cascade is believed', () => {
    const unchanged = { ...cascade, updated: [], deleted: [], metadata: { ...cascade.metadata, affectedCount: 0 } };
    const result = { ...success, extra_metadata: { _cascade: unchanged } };
    expect(valid('mutation-response', mutationResponse(result, 'Post')).state_changed).toBe(false);
    const silent = { ...success, extra_metadata: null };
    expect(valid('mutation-response', mutationResponse(silent, 'Post')).state_changed).toBe(true);
    expect(valid('cascade-response', cascadeResponse(silent)).cascade).toEqual(nothing);
    expect(valid('flat-response', flatResponse(silent, 'post')).cascade).toBeNull();
  });
});

describe('a failure', () => {
  test.each([
    ['failed:not_found', 'NOT_FOUND', 'not_found', 404],
    ['failed:author_not_found', 'NOT_FOUND', 'not_found', 404],
    ['failed:email_taken', 'CONFLICT', 'conflict', 409],
    ['failed:validation', 'VALIDATION_ERROR', 'validation', 422],
    ['failed:title_too_long', 'VALIDATION_ERROR', 'validation', 422],
    ['failed:INVALID_INPUT', 'VALIDATION_ERROR', 'validation', 422],
    ['failed:unauthenticated', 'UNAUTHORIZED', 'unauthorized', 401],
    ['failed:forbidden', 'FORBIDDEN', 'forbidden', 403],
    ['failed:rate_limited', 'RATE_LIMITED', 'rate_limited', 429],
    ['failed:timeout', 'TIMEOUT', 'timeout', 504],
    ['failed:service_unavailable', 'SERVICE_UNAVAILABLE', 'service_unavailable', 503],
    ['failed:transaction_failed', 'TRANSACTION_FAILED', 'transaction_failed', 500],
    ['failed', 'INTERNAL_ERROR', 'internal', 500],
    ['failed:constructor', 'VALIDATION_ERROR', 'validation', 422],
  ])('%s', (status, code, errorClass, httpStatus) => {
    const result = failed(status);
    const domainCode = status.replace(/^failed:/, '');
    const expected = {
      success: false,
      errors: [{ message: domainCode, code, domainCode }],
      data: null,
      cascade: nothing,
    };
    expect(valid('cascade-response', cascadeResponse(result))).toEqual(expected);

    const response = valid('mutation-response', mutationResponse(result, 'Post'));
    expect(response).toMatchObject({
      succeeded: false,
      state_changed: false,
      error_class: errorClass,
      status_detail: domainCode,
      http_status: httpStatus,
      entity: null,
      cascade: null,
    });
    expect(valid('cascade-response', cascadeResponseOfMutationResponse(response))).toEqual(expected);

    const flat = valid('flat-response', flatResponse(result, 'post'));
    expect(flat).toEqual({ success: false, code: domainCode.toUpperCase(), message: null });
    expect(valid('cascade-response', cascadeResponseOfFlat(flat)).errors).toMatchObject([{ code }]);
  });

  test('tells its message and its details', () => {
    const result = { ...failed('failed:title_too_long'), message: 'Too long', extra_metadata: { field: 'title' } };
    const errors = [
      { message: 'Too long', code: 'VALIDATION_ERROR', domainCode: 'title_too_long', extensions: { field: 'title' } },
    ];
    expect(valid('cascade-response', cascadeResponse(result)).errors).toEqual(errors);
    const response = valid('mutation-response', mutationResponse(result, 'Post'));
    expect(response).toMatchObject({ message: 'Too long', error_detail: { field: 'title' }, metadata: null });
    expect(cascadeResponseOfMutationResponse(response).errors).toEqual(errors);
  });
});

test('a flat response is read: its keys are the data', () => {
  const flat = { success: true, code: 'SUCCESS', message: null, order: { id }, order_number: 'ORD-1', cascade };
  expect(valid('cascade-response', cascadeResponseOfFlat(flat))).toEqual({
    success: true,
    errors: [],
    data: { order: { id }, order_number: 'ORD-1' },
    cascade,
  });
  const bare = { success: true, code: 'SUCCESS', message: null };
  expect(valid('cascade-response', cascadeResponseOfFlat(bare))).toMatchObject({ data: null, cascade: nothing });
});

test('the schemas refuse what is none', () => {
  const response = cascadeResponse(success);
  expect(faultsOf('cascade-response', { ...response, success: false })).toContain('errors');
  expect(faultsOf('cascade-response', { ...response, cascade: null })).toContain('cascade');
  expect(faultsOf('cascade-response', { ...response, extra: 1 })).toContain('additional');
  expect(faultsOf('mutation-result', { ...success, status: 'fine' })).toContain('status');
  expect(faultsOf('mutation-result', { ...success, id: 'x' })).toContain('id');
  expect(faultsOf('flat-response', { success: true, message: null })).toContain('code');
  const twelve = { ...mutationResponse(success, 'Post'), metadata: undefined };
  expect(faultsOf('mutation-response', twelve)).toContain('metadata');
  expect(faultsOf('cascade', { ...cascade, updated: [{ id }] })).toContain('__typename');
});
