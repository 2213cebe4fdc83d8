import { nearestWord } from '../nearestWord.js';
import type { EntityName, Step } from '../syntax/action.js';
import type { Entity } from '../syntax/entity.js';
import type { Expression } from '../syntax/expression.js';
import type { Position } from '../syntax/position.js';
import { expressionWords } from '../words/expressionWords.js';
import { validateAssignments } from './validateAssignments.js';
import { expressionType, validateCondition } from './expressionType.js';
import type { ValidationScope } from './validationScope.js';

/**
 * Checks the steps of an action, or of a branch of it.
 *
 * @param steps - one after the other
 * @param outer - what names mean before them; rows that they name are known to later ones
 */
export function validateSteps(steps: readonly Step[], outer: ValidationScope): void {
  const rows = new Map(outer.rows);
  const scope = { ...outer, rows };
  const { catalogue, acting } = scope;
  for (const step of steps) validateStep(step);

  function validateStep(step: Step): void {
    switch (step.kind) {
      case 'validate':
        validateCondition(step.condition, scope);
        return;
      case 'if':
        validateCondition(step.condition, scope);
        validateSteps(step.then, scope);
        validateSteps(step.else, scope);
        return;
      case 'insert': {
        const target = catalogue.entity(step.entity, acting);
        if (target) validateAssignments(step, target, scope);
        if (target && step.as !== undefined) name(step.as, target, step.position);
        return;
      }
      case 'update': {
        const target = filtered(step.entity, step.where);
        if (target) validateAssignments(step, target, { ...scope, row: target });
        return;
      }
      case 'delete':
        filtered(step.entity, step.where);
        return;
      case 'find': {
        const target = filtered(step.entity, step.where);
        if (target) name(step.as, target, step.position);
        return;
      }
      case 'call':
        validateCall(step);
        return;
      case 'refreshTableView':
        catalogue.entity(step.entity, acting);
        return;
      case 'notify':
        if (step.payload) expressionType(step.payload, scope);
        return;
      case 'reject':
        return;
    }
  }

  function filtered(entity: EntityName, where: Expression | undefined): Entity | undefined {
    const target = catalogue.entity(entity, acting);
    if (target && where) validateCondition(where, { ...scope, row: target });
    return target;
  }

  function name(as: string, entity: Entity, position: Position): void {
    const why = expressionWords.includes(as)
      ? 'it is a word of expressions'
      : rows.has(as)
        ? 'an earlier step named its row so'
        : undefined;
    if (why)
      catalogue.problems.add(position, `expected another name for this row, as in "as: other", found "${as}": ${why}`);
    rows.set(as, entity);
  }

  function validateCall({ schema, action, arguments: given, position }: Extract<Step, { kind: 'call' }>): void {
    if (!catalogue.action(schema, action)) {
      const known = catalogue.actionsOf(schema).map((each) => each.name);
      const message = `expected an action of the schema ${schema}, found "${action}"`;
      catalogue.problems.add(position, message, nearestWord(action, known));
    }
    for (const { value } of given) expressionType(value, scope);
  }
}
