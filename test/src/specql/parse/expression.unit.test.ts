import { expect, test } from 'vitest';
import type { Expression } from '../../../../src/specql/syntax/expression.js';
import { expectDiagnostic, stepsOf, withSteps } from '../marked.js';

/** An expression with all its parentheses. */
function shown(expression: Expression): string {
  switch (expression.kind) {
    case 'literal':
      return JSON.stringify(expression.value);
    case 'path':
      return expression.path.join('.');
    case 'list':
      return `[${expression.items.map(shown).join(', ')}]`;
    case 'binary':
      return `(${shown(expression.left)} ${expression.operator} ${shown(expression.right)})`;
    case 'in':
      return `(${shown(expression.value)} ${expression.negated ? 'not in' : 'in'} ${shown(expression.list)})`;
    case 'isNull':
      return `(${shown(expression.value)} is ${expression.negated ? 'not null' : 'null'})`;
    case 'not':
      return `(not ${shown(expression.value)})`;
    case 'call':
      return `${expression.name}(${expression.arguments.map(shown).join(', ')})`;
  }
}

test.each([
  ['input.a or input.b and input.c', '(input.a or (input.b and input.c))'],
  ['not input.a = 1 and input.b', '((not (input.a = 1)) and input.b)'],
  ['not not shown', '(not (not shown))'],
  ['views + 1 * 2 - 3 % 2 > 4', '(((views + (1 * 2)) - (3 % 2)) > 4)'],
  ['-views + 1 < -2', '(((0 - views) + 1) < -2)'],
  ['(views + 1) * 2 = 4', '(((views + 1) * 2) = 4)'],
  ["title || 'a' || 'b' like 'x%'", '(((title || "a") || "b") like "x%")'],
  ["title ILIKE 'x' OR title MATCHES '^x'", '((title ilike "x") or (title matches "^x"))'],
  ['title is null or title IS NOT NULL', '((title is null) or (title is not null))'],
  ["status in ('draft', 'published')", '(status in ["draft", "published"])'],
  ["not status not in ['draft']", '(not (status not in ["draft"]))'],
  ['views in input.numbers', '(views in input.numbers)'],
  ["title = 'it''s'", '(title = "it\'s")'],
  ['length(trim(title)) >= 1.50', '(length(trim(title)) >= 1.5)'],
  ['coalesce(shown, true, false)', 'coalesce(shown, true, false)'],
  ['now() > created_at and user_id() = created_by', '((now() > created_at) and (user_id() = created_by))'],
  ["parent.parent.title != 'x'", '(parent.parent.title != "x")'],
  ["meta.a.b = 'x'", '(meta.a.b = "x")'],
  ['exists(Post) and count(blog.Post) > 0', '(exists(Post) and (count(blog.Post) > 0))'],
])('%s', (text, expected) => {
  const [step] = stepsOf('- validate: >-', `    ${text}`);
  expect(step?.kind === 'validate' && shown(step.condition)).toBe(expected);
});

const aValue = "a value, as in 5, 'text', title, input.title or now()";

test.each([
  ["title «== 'x'", 'an operator of SpecQL, found "==" -> ='],
  ["title «<> 'x'", 'an operator of SpecQL, found "<>" -> !='],
  ['shown «&& shown', 'an operator of SpecQL, found "&&" -> and'],
  ['title = «"x"', 'text in single quotes, as in \'draft\', found "\\""'],
  ["title = «'x", 'a \' that ends this text, found "\'"'],
  ['title = «$1', 'a word or sign of SpecQL, found "$"'],
  ['title«; drop', 'a word or sign of SpecQL, found ";"'],
  ['views = 1 «= 1', '"and" or "or": comparisons do not chain'],
  ['views in (1) «is null', '"and" or "or": comparisons do not chain'],
  ['views =«', `${aValue}, found the end`],
  ['views = «and', `${aValue}, found "and"`],
  ['views = «not shown', `${aValue}, found "not"`],
  ['(views = 1«', '")", found the end'],
  ['views is «5', '"null" or "not null", found "5"'],
  ['views is not «5', '"null", found "5"'],
  ['views «views', 'an operator or the end, found "views"'],
  ['views in (1 «2)', '"," or ")", found "2"'],
  ['input.«5 = 1', 'a name behind the dot, found "5"'],
  ['views = «1234567890123456', 'a number of at most 15 digits; write a longer one in single quotes'],
])('%s', (marked, expected) => {
  expectDiagnostic(withSteps('- validate: >-', `    ${marked}`), `expected ${expected}`);
});

const functions = 'now, today, lower, upper, trim, length, coalesce, abs, round, count, exists, user_id, tenant_id';

test.each([
  ['«lenght(title) > 1', `expected a function of SpecQL (${functions}), found "lenght" -> length`],
  ['«pg_sleep(1) > 1', `expected a function of SpecQL (${functions}), found "pg_sleep"`],
  ['«length() > 1', 'expected 1 arguments of length, found 0'],
  ['«round(views, 1, 2) > 1', 'expected 1 to 2 arguments of round, found 3'],
])('%s', (marked, message) => {
  expectDiagnostic(withSteps(`- validate: ${marked}`), message);
});

test('an expression is neither deeper nor longer than a server can take', () => {
  const depth = 65;
  expectDiagnostic(
    withSteps(`- validate: ${'('.repeat(depth)}«shown${')'.repeat(depth)}`),
    'expected at most 64 levels',
  );
  expectDiagnostic(withSteps(`- validate: ${'shown or '.repeat(500)}«shown`), 'expected at most 1000 words and signs');
  expectDiagnostic(withSteps(`- validate: «${'x'.repeat(10_001)}`), 'expected at most 10000 characters');
});
