import type { EntityName, Step } from '../../../syntax/action.js';
import type { Entity } from '../../../syntax/entity.js';
import type { Expression } from '../../../syntax/expression.js';
import { pathsIn } from '../../expression/pathsIn.js';
import { snakeCase } from '../../../letterCase.js';

/** A step of one kind. */
export type StepOf<Kind extends Step['kind']> = Extract<Step, { kind: Kind }>;

/**
 * @param steps - of an action
 * @returns them, and those inside of `if`, in order
 */
export function everyStep(steps: readonly Step[]): Step[] {
  return steps.flatMap((step) =>
    step.kind === 'if' ? [step, ...everyStep(step.then), ...everyStep(step.else)] : [step],
  );
}

/**
 * @param name - as in a step
 * @param entity - one of the run
 * @returns whether it is that one
 */
export function isOf(name: EntityName, entity: Entity): boolean {
  return name.schema === entity.schema && snakeCase(name.entity) === snakeCase(entity.name);
}

/**
 * @param where - of a step
 * @param own - names that steps gave to that row
 * @returns whether it means the row that `input.id` names: absent, `id = input.id`, or `id = found.id` of that row
 */
export function isOwnRowWanted(where: Expression | undefined, own: ReadonlySet<string>): boolean {
  const wanted = where && idWanted(where);
  if (!wanted) return !where;
  const [first, ...rest] = dotted(wanted).split('.');
  if (first === 'input') return rest.join('.') === 'id';
  return own.has(first ?? '') && (rest.length === 0 || rest.join('.') === 'id');
}

/**
 * @param entity - acting
 * @param steps - of its action
 * @returns the steps that find the row that `input.id` names
 */
export function ownFinds(entity: Entity, steps: readonly Step[]): StepOf<'find'>[] {
  return everyStep(steps).filter(
    (step) => step.kind === 'find' && isOf(step.entity, entity) && isOwnRowWanted(step.where, new Set()),
  ) as StepOf<'find'>[];
}

/**
 * @param where - of a step
 * @returns what one row is named by, when it is `id = ...`
 */
export function idWanted(where: Expression): Expression | undefined {
  if (where.kind !== 'binary' || where.operator !== '=') return undefined;
  if (dotted(where.left) === 'id') return where.right;
  return dotted(where.right) === 'id' ? where.left : undefined;
}

/**
 * @param entity - acting
 * @param steps - of its action
 * @returns whether the action makes rows of its own entity
 */
export function inserts(entity: Entity, steps: readonly Step[]): boolean {
  return everyStep(steps).some((step) => step.kind === 'insert' && isOf(step.entity, entity));
}

/**
 * @param entity - acting
 * @param steps - of its action, which inserts none
 * @returns whether the action is about the row that `input.id` names
 */
export function needsOwnRow(entity: Entity, steps: readonly Step[]): boolean {
  const names = new Set(everyStep(steps).flatMap((step) => (step.kind === 'find' ? [step.as] : [])));
  const isBare = (expression: Expression | undefined) =>
    expression !== undefined &&
    pathsIn(expression).some(([first]) => first !== 'input' && !names.has(first) && !/^[A-Z]/.test(first));
  return everyStep(steps).some((step) => {
    switch (step.kind) {
      case 'validate':
      case 'if':
        return isBare(step.condition);
      case 'update':
      case 'delete':
      case 'find':
        return isOf(step.entity, entity) && isOwnRowWanted(step.where, new Set());
      case 'refreshTableView':
        return isOf(step.entity, entity);
      case 'insert':
        return step.set.some((assignment) => isBare(assignment.value));
      case 'call':
        return step.arguments.some((argument) => isBare(argument.value));
      case 'notify':
        return isBare(step.payload);
      case 'reject':
        return false;
    }
  });
}

const dotted = (expression: Expression) => (expression.kind === 'path' ? expression.path.join('.') : '');
