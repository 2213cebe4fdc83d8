import { expect, test } from 'vitest';
import { parseEntities } from '../../../src/specql/parseEntities.js';
import type { Step } from '../../../src/specql/syntax/action.js';
import { exampleFiles } from './exampleFiles.js';

const files = exampleFiles();
const blog = files.filter(({ name }) => name.startsWith('examples/blog/'));

test('the examples are right', () => {
  for (const file of files.filter(({ name }) => !name.startsWith('examples/blog/'))) {
    expect(parseEntities([file]).diagnostics).toEqual([]);
  }
  expect(parseEntities(blog).diagnostics).toEqual([]);
});

test('the blog has eight actions or more, which use every sort of step', () => {
  const { entities } = parseEntities(blog);
  const actions = entities.flatMap((entity) => entity.actions);
  const kinds = (steps: readonly Step[]): string[] =>
    steps.flatMap((step) => [step.kind, ...(step.kind === 'if' ? kinds([...step.then, ...step.else]) : [])]);
  expect(entities.every(({ tenant }) => tenant)).toBe(true);
  expect(actions.length).toBeGreaterThanOrEqual(8);
  expect([...new Set(actions.flatMap(({ steps }) => kinds(steps)))].sort()).toEqual([
    'call',
    'delete',
    'find',
    'if',
    'insert',
    'notify',
    'refreshTableView',
    'reject',
    'update',
    'validate',
  ]);
});
