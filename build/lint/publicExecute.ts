import type { GrantStmt } from 'libpg-query';
import { createdSignature, namedSignature } from '../sql/signatures.js';
import type { Rule } from '../sql/statement.js';

const routines = ['OBJECT_FUNCTION', 'OBJECT_PROCEDURE', 'OBJECT_ROUTINE'];

/** PostgreSQL lets everyone execute a new function; here nobody may who was not granted it. */
export const publicExecute: Rule = (statements) => {
  const revoked = new Set<string>();
  let allRevokedAfter = -1;
  statements.forEach(({ node }, index) => {
    if (!('GrantStmt' in node) || !revokesFromPublic(node.GrantStmt)) return;
    if (node.GrantStmt.targtype === 'ACL_TARGET_ALL_IN_SCHEMA') allRevokedAfter = index;
    for (const object of node.GrantStmt.objects ?? []) {
      if ('ObjectWithArgs' in object) revoked.add(namedSignature(object.ObjectWithArgs));
    }
  });
  return statements.flatMap(({ node, origin }, index) => {
    if ('GrantStmt' in node && grantsToPublic(node.GrantStmt)) {
      return [{ origin, message: 'grants a function to PUBLIC: grant it to the roles that need it' }];
    }
    if (!('CreateFunctionStmt' in node) || index < allRevokedAfter) return [];
    const signature = createdSignature(node.CreateFunctionStmt);
    if (revoked.has(signature)) return [];
    const kind = node.CreateFunctionStmt.is_procedure ? 'procedure' : 'function';
    return [{ origin, message: `PUBLIC may execute it: add "revoke all on ${kind} ${signature} from public;"` }];
  });
};

const revokesFromPublic = (statement: GrantStmt) => !statement.is_grant && concernsPublicAndRoutines(statement);

const grantsToPublic = (statement: GrantStmt) => statement.is_grant === true && concernsPublicAndRoutines(statement);

function concernsPublicAndRoutines({ objtype = 'OBJECT_TABLE', grantees = [] }: GrantStmt): boolean {
  const toPublic = grantees.some((role) => 'RoleSpec' in role && role.RoleSpec.roletype === 'ROLESPEC_PUBLIC');
  return toPublic && routines.includes(objtype);
}
