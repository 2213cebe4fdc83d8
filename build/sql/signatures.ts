import type { CreateFunctionStmt, Node, ObjectWithArgs, RangeVar, TypeName } from 'libpg-query';

const outputModes = ['FUNC_PARAM_OUT', 'FUNC_PARAM_TABLE'];

/**
 * @param names - the parts of a name as the parser gives them
 * @returns the name with dots; `pg_catalog` is left out, since the parser adds it to some built-in types only
 */
export function dotted(names: readonly Node[] = []): string {
  const parts = names.map((name) => ('String' in name ? (name.String.sval ?? '') : ''));
  return parts.filter((part, index) => part !== 'pg_catalog' || index === parts.length - 1).join('.');
}

/**
 * @param relation - a table, view or sequence in a statement
 * @returns its name with schema
 */
export function relationName({ schemaname, relname = '' }: RangeVar = {}): string {
  return schemaname === undefined ? relname : `${schemaname}.${relname}`;
}

/**
 * @param type - a type in a statement
 * @returns its name, as in `text[]`
 */
export function typeName({ names, arrayBounds = [], pct_type = false }: TypeName): string {
  return dotted(names) + (pct_type ? '%type' : '') + (arrayBounds.length > 0 ? '[]' : '');
}

/**
 * @param statement - a CREATE FUNCTION or CREATE PROCEDURE
 * @returns what identifies it, as in `app.f(int4, text[])`
 */
export function createdSignature({ funcname, parameters = [] }: CreateFunctionStmt): string {
  const inputs = parameters.flatMap((parameter) => {
    if (!('FunctionParameter' in parameter)) return [];
    const { argType = {}, mode = '' } = parameter.FunctionParameter;
    return outputModes.includes(mode) ? [] : [typeName(argType)];
  });
  return `${dotted(funcname)}(${inputs.join(', ')})`;
}

/**
 * @param statement - a CREATE FUNCTION or CREATE PROCEDURE
 * @returns what it makes: its kind, its name with schema, and its signature
 */
export function createdFunction(statement: CreateFunctionStmt): { kind: string; name: string; signature: string } {
  const kind = statement.is_procedure ? 'procedure' : 'function';
  return { kind, name: dotted(statement.funcname), signature: createdSignature(statement) };
}

/**
 * @param object - the function in a REVOKE or COMMENT
 * @returns its signature, in the form of `createdSignature`
 */
export function namedSignature({ objname, objargs = [] }: ObjectWithArgs): string {
  const inputs = objargs.map((argument) => ('TypeName' in argument ? typeName(argument.TypeName) : ''));
  return `${dotted(objname)}(${inputs.join(', ')})`;
}
