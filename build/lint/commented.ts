import type { CommentStmt, Node } from 'libpg-query';
import { createdSignature, dotted, namedSignature, relationName, typeName } from '../sql/signatures.js';
import type { Rule } from '../sql/statement.js';

/** Every table, view, function and type says in the catalogue what it is for. */
export const commented: Rule = (statements) => {
  const explained = new Set(
    statements.flatMap(({ node }) => ('CommentStmt' in node ? [explainedObject(node.CommentStmt)] : [])),
  );
  return statements.flatMap(({ node, origin }) => {
    const object = createdObject(node);
    if (object === undefined || explained.has(object)) return [];
    return [{ origin, message: `no comment: add "comment on ${object} is '...';"` }];
  });
};

/** A partition needs none: its parent's comment speaks for it. */
function createdObject(node: Node): string | undefined {
  if ('CreateStmt' in node && !node.CreateStmt.partbound) return `table ${relationName(node.CreateStmt.relation)}`;
  if ('ViewStmt' in node) return `view ${relationName(node.ViewStmt.view)}`;
  if ('CompositeTypeStmt' in node) return `type ${relationName(node.CompositeTypeStmt.typevar)}`;
  if ('CreateEnumStmt' in node) return `type ${dotted(node.CreateEnumStmt.typeName)}`;
  if ('CreateDomainStmt' in node) return `domain ${dotted(node.CreateDomainStmt.domainname)}`;
  if ('CreateFunctionStmt' in node) {
    return `${node.CreateFunctionStmt.is_procedure ? 'procedure' : 'function'} ${createdSignature(node.CreateFunctionStmt)}`;
  }
  return undefined;
}

function explainedObject({ objtype = 'OBJECT_TABLE', object, comment }: CommentStmt): string {
  const kind = objtype.replace('OBJECT_', '').toLowerCase();
  if (!object || !comment) return '';
  if ('ObjectWithArgs' in object) return `${kind} ${namedSignature(object.ObjectWithArgs)}`;
  if ('TypeName' in object) return `${kind} ${typeName(object.TypeName)}`;
  return `${kind} ${'List' in object ? dotted(object.List.items) : ''}`;
}
