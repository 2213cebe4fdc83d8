import { expect, test } from 'vitest';
import { headerOf } from '../../../build/sql/header.js';

test('the first sentence after the signature says what a function is for', () => {
  const comment = `
-- app.ack_events(p_consumer text) returns text
-- Acknowledges a batch of app.fetch_events. What failed stays.
--   p_consumer  its name. Not null.
-- Returns acknowledged.
`;
  const summary = 'Acknowledges a batch of app.fetch_events.';
  expect(headerOf(comment, 'app.ack_events')).toEqual({ summary, internal: false });
});

test('a signature and a sentence may take several lines', () => {
  const comment = `-- app.f(p_a integer,
--   p_b integer) returns void
-- Does this
-- and that. Internal.`;
  expect(headerOf(comment, 'app.f')).toEqual({ summary: 'Does this and that.', internal: true });
});

test('a header that begins with Internal is explained by what follows', () => {
  expect(headerOf('-- app.f() returns void\n-- Internal. Does it.', 'app.f')).toEqual({
    summary: 'Does it.',
    internal: true,
  });
});

test.each(['', '-- app.g() returns void\n-- Does it.', '-- About app.f() in general.'])(
  'a comment without the name in front is no header: %j',
  (comment) => {
    expect(headerOf(comment, 'app.f')).toBeUndefined();
  },
);
