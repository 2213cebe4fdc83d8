import { expect, test } from 'vitest';
import type { ProfiledFunction } from '../../../build/server/profile.js';
import { mergeProfiles } from './merge.js';
import { coverageReport } from './report.js';

const profile = (name: string, executed: boolean[], generated = false): ProfiledFunction => ({
  name,
  generated,
  statements: executed.map((_, i) => (i === 0 ? 'statement block' : 'RETURN')),
  lines: executed.map((_, i) => i + 1),
  executed,
});

test('a statement is covered if it ran in one of the databases', () => {
  const installed = [profile('app.f()', [false, false, false])];
  const profiles = [profile('app.f()', [true, false, true]), profile('app.f()', [true, true, false])];
  expect(mergeProfiles(installed, profiles)).toEqual([profile('app.f()', [true, true, true])]);
});

test('generated functions count by their form, and one that a test replaced does not', () => {
  const profiles = [
    profile('app.collect_<entity>_changes', [true], true),
    profile('app.collect_<entity>_changes', [true, false], true),
    profile('app.f()', [true]),
  ];
  const merged = mergeProfiles([profile('app.f()', [false, false])], profiles);
  expect(merged.map(({ executed }) => executed)).toEqual([[true], [true, false], [false, false]]);
});

test('what did not run is told by line, least covered first, and the total', () => {
  const report = coverageReport([
    profile('app.a()', [true]),
    profile('app.b()', [true, false]),
    profile('app.c()', [false]),
  ]);
  expect(report.percent).toBe(50);
  expect(report.lines).toEqual([
    '  0.0 %      0/1  app.c()  (not run, by line of the body: 1: statement block)',
    ' 50.0 %      1/2  app.b()  (not run, by line of the body: 2: RETURN)',
    'PL/pgSQL statement coverage: 50.0 % (2/4)',
  ]);
});
