import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { checkout } from '../extension.js';
import { schemaFile, schemaText } from './schemaFile.js';

await writeFile(schemaFile, await schemaText());
console.log(path.relative(checkout, schemaFile));
