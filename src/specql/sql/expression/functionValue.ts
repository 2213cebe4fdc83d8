import type { Expression } from '../../syntax/expression.js';
import { refuse } from '../refuse.js';
import { table } from '../relations.js';
import { join, type Sql, sql } from '../text/sql.js';
import { isList, type SqlType } from '../text/sqlType.js';
import type { SqlScope } from './sqlScope.js';
import { operand, type Value } from './value.js';

type Call = Extract<Expression, { kind: 'call' }>;

/** Writes an argument; the hint is the type of an input that has none of its own. */
type Argument = (argument: Expression, hint?: SqlType) => Value;

/**
 * @param call - of one of SpecQL's functions
 * @param scope - where it stands
 * @param argument - writes an argument
 * @throws SpecqlCdcError for arguments that it does not take
 */
export function functionValue(call: Call, scope: SqlScope, argument: Argument): Value {
  const { name, arguments: given, position } = call;
  const values = (hint?: SqlType) => given.map((each) => argument(each, hint));
  const first = given[0];
  switch (name) {
    case 'now':
      return { sql: sql`now()`, type: 'timestamp with time zone' };
    case 'today':
      return { sql: sql`current_date`, type: 'date' };
    case 'user_id':
      return { sql: sql`v_user_id`, type: 'uuid' };
    case 'tenant_id':
      return { sql: sql`v_tenant_id`, type: 'uuid' };
    case 'lower':
      return { sql: sql`lower(${all(values('text'))})`, type: 'text' };
    case 'upper':
      return { sql: sql`upper(${all(values('text'))})`, type: 'text' };
    case 'trim':
      return { sql: sql`btrim(${all(values('text'))})`, type: 'text' };
    case 'length':
      return { sql: sql`length(${all(values('text'))})`, type: 'integer' };
    case 'abs':
      return typed(sql`abs(${all(values('numeric'))})`, values()[0]?.type);
    case 'round':
      return {
        sql: sql`round(${join([cast(values('numeric')[0], sql`numeric`), cast(values('integer')[1], sql`integer`)], ', ')})`,
        type: 'numeric',
      };
    case 'coalesce': {
      const type = values().find((value) => value.type !== undefined)?.type;
      return typed(sql`coalesce(${all(values(type))})`, type);
    }
    case 'count':
    case 'exists':
      return first === undefined
        ? refuse(position, `${name} takes one argument`, `Write ${name}(input.tags).`)
        : counted(name, first, scope, argument);
  }
}

/** Of an entity, its rows that exist; of a list, its items; of anything else, whether it has a value. */
function counted(name: 'count' | 'exists', of: Expression, scope: SqlScope, argument: Argument): Value {
  const rows = rowsOf(of, scope);
  if (rows) {
    return name === 'count'
      ? { sql: sql`(select count(*) from ${rows})`, type: 'bigint' }
      : { sql: sql`exists (select from ${rows})`, type: 'boolean' };
  }
  const value = argument(of, name === 'count' ? 'text[]' : undefined);
  if (name === 'exists') return { sql: sql`${operand(value)} is not null`, type: 'boolean', compound: true };
  if (!value.type || !isList(value.type))
    refuse(of.position, 'count takes an entity or a list', 'Write count(input.tags), for example.');
  return { sql: sql`coalesce(cardinality(${value.sql}), 0)`, type: 'integer' };
}

/** A name in PascalCase is an entity. */
function rowsOf(of: Expression, scope: SqlScope): Sql | undefined {
  if (of.kind !== 'path') return undefined;
  const entity = of.path.at(-1) ?? '';
  if (!/^[A-Z]/.test(entity) || of.path.length > 2) return undefined;
  const schema = of.path.length === 2 ? of.path[0] : scope.acting.schema;
  const target = scope.model.entity({ schema, entity }, of.position);
  const tenant = target.tenant ? sql` and t.tenant_id = v_tenant_id` : sql``;
  return sql`${table(target)} t where t.deleted_at is null${tenant}`;
}

const all = (values: readonly Value[]) =>
  join(
    values.map((value) => value.sql),
    ', ',
  );

const typed = (text: Sql, type: SqlType | undefined): Value => ({ sql: text, ...(type !== undefined && { type }) });

function cast(value: Value | undefined, type: Sql): Sql {
  return value ? sql`${operand(value)}::${type}` : sql``;
}
