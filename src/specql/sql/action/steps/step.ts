import type { Step } from '../../../syntax/action.js';
import { at } from '../../refuse.js';
import { join, type Sql } from '../../text/sql.js';
import type { ActionState } from '../actionState.js';
import { call } from './call.js';
import { remove } from './delete.js';
import { find } from './find.js';
import { branch, reject, validate } from './flow.js';
import { insert } from './insert.js';
import { notify } from './notify.js';
import { refreshTableView } from './refreshTableView.js';
import { update } from './update.js';

/**
 * @param steps - of an action, or of one branch of it
 * @param state - of the action
 * @returns their statements, in order
 * @throws SpecqlCdcError for a step that cannot be written, naming its position
 */
export function statements(steps: readonly Step[], state: ActionState): Sql {
  return join(
    steps.map((step) => at(step.position, () => statement(step, state))),
    '\n\n',
  );
}

function statement(step: Step, state: ActionState): Sql {
  switch (step.kind) {
    case 'validate':
      return validate(step, state);
    case 'if':
      return branch(step, state, (steps) => statements(steps, state));
    case 'insert':
      return insert(step, state);
    case 'update':
      return update(step, state);
    case 'delete':
      return remove(step, state);
    case 'find':
      return find(step, state);
    case 'call':
      return call(step, state);
    case 'refreshTableView':
      return refreshTableView(step, state);
    case 'notify':
      return notify(step, state);
    case 'reject':
      return reject(step);
  }
}
