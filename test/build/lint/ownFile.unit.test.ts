import { expect, test } from 'vitest';
import { ownFile } from '../../../build/lint/ownFile.js';
import { findings } from './findings.js';

const created = (name: string) => `create function app.${name}() returns int language sql return 1;`;

test('a public function stands in a file of its name', async () => {
  expect(await findings(ownFile, `-- app.x() returns int\n-- One.\n${created('x')}`)).toEqual([]);
  expect(await findings(ownFile, `-- app.y() returns int\n-- One.\n${created('y')}`)).toEqual([
    '3: app.y is public: move it to a file y.sql, or say in its header that it is internal',
  ]);
});

test('an internal function may stand beside the one that it serves', async () => {
  expect(await findings(ownFile, `-- app.y() returns int\n-- One. Internal.\n${created('y')}`)).toEqual([]);
});
