import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { checkout } from '../extension.js';
import { sbom } from './sbom.js';

const file = path.join(checkout, 'dist/sbom.json');
await mkdir(path.dirname(file), { recursive: true });
await writeFile(file, `${JSON.stringify(await sbom(), null, 2)}\n`);
console.log(path.relative(checkout, file));
