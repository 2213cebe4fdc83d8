import { nameForms } from '../../words/nameForms.js';
import { Cursor } from '../text/cursor.js';
import { assignmentsAt, expressionAt } from './expressionAt.js';
import type { StepReader } from './stepReader.js';

/** `validate: title is not null`. */
export const validate: StepReader = (mapping) => {
  const condition = expressionAt(mapping, 'validate');
  const error = mapping.name('error', nameForms.error) ?? 'validation_failed';
  const message = mapping.text('message');
  const { position } = mapping;
  return condition && { kind: 'validate', condition, error, ...(message !== undefined && { message }), position };
};

/** `call: publish_post`, or `call: blog.publish_post`. */
export const call: StepReader = (mapping, { schema }) => {
  const expected = 'an action, as in publish_post or blog.publish_post';
  const span = mapping.span('call', expected);
  const target = span && mapping.reading.problems.attempt(() => actionName(new Cursor(span), expected, schema));
  const given = assignmentsAt(mapping, 'with');
  return target && { kind: 'call', ...target, arguments: given, position: mapping.position };
};

/** `notify: posts`. */
export const notify: StepReader = (mapping) => {
  const channel = mapping.name('notify', nameForms.channel);
  const payload = expressionAt(mapping, 'payload');
  if (channel === undefined) return undefined;
  return { kind: 'notify', channel, ...(payload && { payload }), position: mapping.position };
};

/** `reject: not_allowed`. */
export const reject: StepReader = (mapping) => {
  const error = mapping.name('reject', nameForms.error);
  const message = mapping.text('message');
  if (error === undefined) return undefined;
  return { kind: 'reject', error, ...(message !== undefined && { message }), position: mapping.position };
};

function actionName(cursor: Cursor, expected: string, schema: string): { schema: string; action: string } {
  const first = cursor.name(expected);
  const qualified = cursor.accepts('.');
  const name = { schema: qualified ? first : schema, action: qualified ? cursor.name(expected) : first };
  cursor.end('the end');
  return name;
}
