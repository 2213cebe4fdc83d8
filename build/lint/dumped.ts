import type { CreateStmt, Node } from 'libpg-query';
import { dotted, relationName } from '../sql/signatures.js';
import { optionValues } from '../sql/functionOptions.js';
import type { Finding, Rule, Statement } from '../sql/statement.js';

const exemption = /--[ \t]*no-dump:[ \t]*\S.*\n\s*$/;
const serials = ['serial', 'bigserial', 'smallserial', 'serial2', 'serial4', 'serial8'];

/** pg_dump leaves the rows of a member table out unless the table is marked, and each of its sequences as well. */
export const dumped: Rule = (statements) => {
  const marked = new Set(statements.flatMap(({ node }) => marks(node)));
  return statements.flatMap((statement) => {
    const unmarked = dataRelations(statement).filter((relation) => !marked.has(relation));
    return [
      ...unmarked.map((relation) => ({ origin: statement.origin, message: unmarkedMessage(relation) })),
      ...notAlone(statement),
      ...hidden(statement),
    ];
  });
};

const unmarkedMessage = (relation: string) =>
  `${relation} would be dumped empty: add "select pg_catalog.pg_extension_config_dump('${relation}', '');", ` +
  'or "-- no-dump: reason" on the line before CREATE TABLE';

/** Two marks in one statement fail when the extension is created: both update the same catalogue row. */
function notAlone({ node, origin }: Statement): Finding[] {
  return marks(node).length > 1
    ? [{ origin, message: 'two pg_extension_config_dump calls in one statement: write two' }]
    : [];
}

/** What a DO block creates cannot be seen here. */
function hidden({ node, origin, text }: Statement): Finding[] {
  if (!('DoStmt' in node) || !/create\s+(table|sequence)/i.test(text)) return [];
  return [
    {
      origin,
      message: 'a DO block creates a table or sequence: write CREATE as a statement, so that its mark can be checked',
    },
  ];
}

/** The tables and sequences that a statement creates and whose data lasts. */
function dataRelations({ node, comment }: Statement): string[] {
  if ('CreateSeqStmt' in node) return [relationName(node.CreateSeqStmt.sequence)];
  if (!('CreateStmt' in node) || node.CreateStmt.relation?.relpersistence === 't' || exemption.test(comment)) return [];
  return [relationName(node.CreateStmt.relation), ...ownedSequences(node.CreateStmt)];
}

function ownedSequences({ relation, tableElts = [] }: CreateStmt): string[] {
  return tableElts.flatMap((element) => {
    if (!('ColumnDef' in element)) return [];
    const { colname = '', typeName: type, constraints = [] } = element.ColumnDef;
    const identity = constraints.find((item) => 'Constraint' in item && item.Constraint.contype === 'CONSTR_IDENTITY');
    if (!identity && !serials.includes(dotted(type?.names))) return [];
    const [named] =
      identity && 'Constraint' in identity ? optionValues(identity.Constraint.options, 'sequence_name') : [];
    return [named && 'List' in named ? dotted(named.List.items) : `${relationName(relation)}_${colname}_seq`];
  });
}

/** The relations that a SELECT marks, each by a constant name. */
function marks(node: Node): string[] {
  if (!('SelectStmt' in node)) return [];
  return (node.SelectStmt.targetList ?? []).flatMap((target) => {
    const call = 'ResTarget' in target ? target.ResTarget.val : undefined;
    if (!call || !('FuncCall' in call) || !dotted(call.FuncCall.funcname).endsWith('pg_extension_config_dump'))
      return [];
    return [constant(call.FuncCall.args?.[0])];
  });
}

function constant(argument: Node | undefined): string {
  if (argument && 'TypeCast' in argument) return constant(argument.TypeCast.arg);
  return argument && 'A_Const' in argument ? (argument.A_Const.sval?.sval ?? '').replaceAll('"', '') : '';
}
