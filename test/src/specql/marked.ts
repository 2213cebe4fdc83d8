import { expect } from 'vitest';
import type { Action, Step } from '../../../src/specql/syntax/action.js';
import type { Entity } from '../../../src/specql/syntax/entity.js';
import { parseEntities } from '../../../src/specql/parseEntities.js';

/**
 * Expects one diagnostic, at the place that `«` marks.
 *
 * @param marked - a SpecQL file with one mark
 * @param message - all of it; a suggestion follows as ` -> word`
 */
export function expectDiagnostic(marked: string, message: string): void {
  const before = marked.slice(0, marked.indexOf('«')).split('\n');
  const place = `${before.length}:${(before.at(-1) ?? '').length + 1}`;
  const { entities, diagnostics } = parseEntities([{ name: 'post.yaml', text: marked.replace('«', '') }]);
  const told = diagnostics.map(
    ({ file, line, column, message, nearest }) =>
      `${file}:${line}:${column}: ${message}${nearest === undefined ? '' : ` -> ${nearest}`}`,
  );
  expect(told).toEqual([`post.yaml:${place}: ${message}`]);
  expect(entities).toEqual([]);
}

/**
 * @param text - a SpecQL file that is right
 * @returns its entities
 */
export function parsed(text: string): Entity[] {
  const { entities, diagnostics } = parseEntities([{ name: 'post.yaml', text }]);
  expect(diagnostics).toEqual([]);
  return entities;
}

/**
 * @param text - a SpecQL file that is right, of one entity
 * @returns its first action
 */
export function firstAction(text: string): Action {
  const [action] = parsed(text)[0]?.actions ?? [];
  if (action === undefined) throw new Error('no action');
  return action;
}

/** A file of one entity with these lines as the steps of its action. */
export const withSteps = (...lines: string[]): string =>
  [
    'entity: Post',
    'schema: blog',
    'tenant: true',
    'fields:',
    '  title: text!',
    '  status: enum(draft, published) = draft',
    '  views: integer! = 0',
    '  shown: boolean',
    '  parent: ref(Post)',
    '  meta: json',
    '  keywords: list(text)',
    'actions:',
    '  - name: do_it',
    '    steps:',
    ...lines.map((line) => `      ${line}`),
  ].join('\n');

/** The steps that these lines are read as. */
export const stepsOf = (...lines: string[]): readonly Step[] => firstAction(withSteps(...lines)).steps;

/** A tree without its positions. */
export const bare = (tree: unknown): unknown =>
  tree === undefined
    ? undefined
    : JSON.parse(JSON.stringify(tree, (key, value: unknown) => (key === 'position' ? undefined : value)));
