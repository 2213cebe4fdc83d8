import { standardColumns } from '../rowColumns.js';
import { nearestWord } from '../nearestWord.js';
import type { Assignment, Step } from '../syntax/action.js';
import type { Entity } from '../syntax/entity.js';
import { expressionType, validateFit } from './expressionType.js';
import type { ValidationScope } from './validationScope.js';

/**
 * Checks what a step sets.
 *
 * @param step - an insert or update
 * @param target - the entity whose fields are set
 * @param scope - where the values stand
 */
export function validateAssignments(
  step: Extract<Step, { kind: 'insert' | 'update' }>,
  target: Entity,
  scope: ValidationScope,
): void {
  const { problems } = scope.catalogue;
  const seen = new Set<string>();
  for (const assignment of step.set) {
    if (seen.has(assignment.field))
      problems.add(assignment.position, `expected each field once, found "${assignment.field}" again`);
    seen.add(assignment.field);
    validateAssignment(assignment);
  }
  // Without assignments the payload gives them all.
  if (step.kind === 'update' || step.set.length === 0) return;
  const missing = target.fields.filter(
    (field) => field.required && field.default === undefined && !seen.has(field.name),
  );
  if (missing.length > 0) {
    problems.add(
      step.position,
      `expected values of all required fields of ${target.name}: ${missing.map(({ name }) => name).join(', ')}`,
    );
  }

  function validateAssignment({ field: name, value, position }: Assignment): void {
    const field = target.fields.find((candidate) => candidate.name === name);
    if (field === undefined) {
      const names = target.fields.map((each) => each.name);
      const why = Object.hasOwn(standardColumns, name) ? ', which is set by itself' : '';
      problems.add(position, `expected a field of ${target.name}, found "${name}"${why}`, nearestWord(name, names));
    } else if (field.required && value.kind === 'literal' && value.value === null) {
      problems.add(value.position, `expected a value of the required field ${name}, found null`);
    }
    expressionType(value, scope);
    validateFit(value, field?.type, scope);
  }
}
