import type { Rule } from '../sql/statement.js';

const reasons: Record<string, string> = {
  CreateSchemaStmt: 'CREATE SCHEMA would make the schema a member that DROP EXTENSION drops: the control file names it',
  CreateRoleStmt: 'CREATE ROLE needs rights that an ordinary owner lacks: offer a function that grants to a given role',
  CreateEventTrigStmt: 'CREATE EVENT TRIGGER needs a superuser: offer a function that an administrator calls',
  AlterFunctionStmt: 'ALTER FUNCTION hides what the function is: say it in CREATE FUNCTION',
};

/** Statements that an install script of an ordinary owner cannot run, or must not. */
export const forbidden: Rule = (statements) =>
  statements.flatMap(({ node, origin }) => {
    const message = reasons[Object.keys(node)[0] ?? ''];
    return message === undefined ? [] : [{ origin, message }];
  });
