import path from 'node:path';
import { headerOf } from '../sql/header.js';
import { createdFunction } from '../sql/signatures.js';
import type { Rule } from '../sql/statement.js';

/** A public function is looked for by its name: it stands in a file of that name. */
export const ownFile: Rule = (statements) =>
  statements.flatMap(({ node, comment, origin }) => {
    if (!('CreateFunctionStmt' in node)) return [];
    const { name } = createdFunction(node.CreateFunctionStmt);
    const header = headerOf(comment, name);
    const file = `${name.slice(name.indexOf('.') + 1)}.sql`;
    if (header === undefined || header.internal || path.basename(origin.file) === file) return [];
    return [
      { origin, message: `${name} is public: move it to a file ${file}, or say in its header that it is internal` },
    ];
  });
