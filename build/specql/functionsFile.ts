import path from 'node:path';
import prettier from 'prettier';
import { checkout } from '../extension.js';
import { readSources } from '../sources.js';

/** Where the names of the extension's functions stand, for the library. */
export const functionsFile = path.join(checkout, 'src/specql/words/extensionFunctions.ts');

/** @returns what stands there: every function that a source of the extension creates */
export async function functionsText(): Promise<string> {
  const sources = [...(await readSources(path.join(checkout, 'extension'))).values()];
  const created = sources.flatMap((sql) => [...sql.matchAll(/\bcreate (?:function|procedure|aggregate) app\.(\w+)/g)]);
  const names = new Set(created.map(([, name = '']) => name));
  const text = `/** The functions of the extension in the schema app. Written by npm run build:specql. */
    export const extensionFunctions: ReadonlySet<string> = new Set(${JSON.stringify([...names].sort())});`;
  return prettier.format(text, { ...(await prettier.resolveConfig(functionsFile)), parser: 'typescript' });
}
