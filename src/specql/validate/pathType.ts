import { maxNameBytes } from '../../maxNameBytes.js';
import { rowColumns } from '../rowColumns.js';
import { nearestWord } from '../nearestWord.js';
import { inputVariable } from '../objectNames.js';
import type { Entity } from '../syntax/entity.js';
import type { Expression } from '../syntax/expression.js';
import type { FieldType } from '../syntax/field.js';
import { scalarForms } from '../words/scalarForms.js';
import type { ValidationScope } from './validationScope.js';

type Path = Extract<Expression, { kind: 'path' }>;

/** A key of the payload is a variable in SQL. */
const maxInputLength = maxNameBytes - inputVariable('').length;

/**
 * Checks a name: `input.title`, `title`, `found.title`, or on through references, `author.name`.
 *
 * @param path - the name
 * @param scope - where it stands
 * @returns the type of its value, where the files tell it
 */
export function pathType({ path, position }: Path, scope: ValidationScope): FieldType | undefined {
  const { problems } = scope.catalogue;
  const [first, ...rest] = path;
  if (first === 'input') return inputType(rest);
  const named = scope.rows.get(first);
  const columns = rowColumns(scope.row);
  if (named && columns.has(first)) {
    const message = `"${first}" is a field of ${scope.row.name} and a row of an earlier step: expected that row to have another name`;
    problems.add(position, message);
    return undefined;
  }
  if (named) return rest.length === 0 ? { kind: 'scalar', scalar: 'uuid' } : follow(named, rest);
  return follow(scope.row, path);

  function inputType([name, ...keys]: string[]): FieldType | undefined {
    if (name === undefined) problems.add(position, 'expected a key of the payload, as in input.title, found "input"');
    else if (name.length > maxInputLength)
      problems.add(position, `expected a key of at most ${maxInputLength} characters`);
    else if (keys.length === 0) return rowColumns(scope.acting).get(name);
    return undefined;
  }

  function follow(entity: Entity, names: readonly string[]): FieldType | undefined {
    const [name = '', ...deeper] = names;
    const columns = rowColumns(entity);
    const type = columns.get(name);
    if (type === undefined) {
      const known = [...columns.keys(), ...(names.length === path.length ? scope.rows.keys() : [])];
      const nearest = nearestWord(name, known);
      const advice =
        nearest === undefined && path.length === 1 ? `; a key of the payload is written input.${name}` : '';
      problems.add(position, `expected a field of ${entity.name}, found "${name}"${advice}`, nearest);
      return undefined;
    }
    if (deeper.length === 0) return type;
    if (type.kind === 'ref') {
      // Where it leads nowhere, the field's own line says so.
      const target = scope.catalogue.find(type);
      return target && follow(target, deeper);
    }
    if (type.kind === 'scalar' && scalarForms[type.scalar].value === 'json') return undefined;
    problems.add(
      position,
      `expected ${name} of ${entity.name} alone, found "${path.join('.')}": only references and json have parts`,
    );
    return undefined;
  }
}
