import { expect, test } from 'vitest';
import { verbs } from '../../../build/lint/verbs.js';
import { findings } from './findings.js';

test('check does not say whether an error is raised or a finding reported', async () => {
  const created = (name: string) => `create function app.${name}() returns int language sql return 1;`;
  expect(await findings(verbs, created('require_x') + created('health_x') + created('health_check'))).toEqual([]);
  expect(await findings(verbs, created('check_x'))).toEqual([
    '1: app.check_x: call it require_ when it raises an error, health_ when it reports a finding',
  ]);
});
