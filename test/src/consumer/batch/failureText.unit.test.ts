import { expect, test } from 'vitest';
import { failureText } from '../../../../src/consumer/batch/failureText.js';

const circular = new AggregateError([]);
circular.errors.push(circular, circular, new Error('one'));
const throwing = () => {
  throw new Error('of toString');
};

test.each<[unknown, string]>([
  [new Error('mail server is away'), 'mail server is away'],
  ['no', 'no'],
  [undefined, 'undefined'],
  [new Error(''), 'Error'],
  [new TypeError(), 'TypeError'],
  [Object.assign(new Error(), { message: undefined }), 'Error'],
  [Object.assign(new Error(), { message: '', name: '' }), 'no message'],
  ['', 'no message'],
  [new AggregateError([new Error('::1'), new TypeError('127.0.0.1')]), '::1; 127.0.0.1'],
  [new AggregateError([new Error('one')], 'all of them'), 'all of them'],
  [new AggregateError([]), 'AggregateError'],
  [circular, 'one'],
  [new Error('bad \0 byte'), 'bad \ufffd byte'],
  ['\ud83d!\ude00', '\ufffd!\ufffd'],
  ['😀', '😀'],
  [Object.create(null), 'no message'],
  [{ toString: throwing }, 'no message'],
])('%#: what was thrown has a text', (error, text) => {
  expect(failureText(error)).toBe(text);
});
