import { expect, test } from 'vitest';
import { controlFile } from '../../build/control.js';

test('the control file names version and schema, and asks for no superuser', () => {
  expect(controlFile({ version: '1.0', comment: 'Audit and events' }).split('\n')).toEqual([
    "comment = 'Audit and events'",
    "default_version = '1.0'",
    'relocatable = false',
    'schema = app',
    'superuser = false',
    '',
  ]);
});

test.each(['a = b', "it's", 'two\nlines'])('refuses the comment %j', (comment) => {
  expect(() => controlFile({ version: '1.0', comment })).toThrow('description');
});
