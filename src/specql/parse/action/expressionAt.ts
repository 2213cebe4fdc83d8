import type { Assignment } from '../../syntax/action.js';
import type { Expression } from '../../syntax/expression.js';
import { nameForms } from '../../words/nameForms.js';
import { readExpression } from '../expression/readStatement.js';
import { quoted } from '../yaml/describeNode.js';
import type { Mapping } from '../yaml/mapping.js';
import { spanAt } from '../yaml/node.js';

/** The expression of a key. */
export function expressionAt(mapping: Mapping, key: string): Expression | undefined {
  const span = mapping.span(key, 'an expression');
  return span && readExpression(span, mapping.reading.problems);
}

/** The assignments of a key, as in `set: {title: input.title}`; none when the key is absent. */
export function assignmentsAt(mapping: Mapping, key: string): Assignment[] {
  const { reading } = mapping;
  const entries = mapping.mapping(key, 'a mapping, as in {title: input.title}')?.entries ?? [];
  return entries.flatMap(({ key: field, position, located }) => {
    const { pattern, expected } = nameForms.field;
    if (!pattern.test(field)) reading.problems.add(position, `expected ${expected}, found ${quoted(field)}`);
    const span = spanAt(located, 'an expression');
    const value = span && readExpression(span, reading.problems);
    return value ? [{ field, value, position }] : [];
  });
}
