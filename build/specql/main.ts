import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { checkout } from '../extension.js';
import { functionsFile, functionsText } from './functionsFile.js';
import { schemaFile, schemaText } from './schemaFile.js';

for (const [file, text] of [
  [schemaFile, await schemaText()],
  [functionsFile, await functionsText()],
] as const) {
  await writeFile(file, text);
  console.log(path.relative(checkout, file));
}
