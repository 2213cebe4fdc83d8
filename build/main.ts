import path from 'node:path';
import { checkout, writeExtension } from './extension.js';

for (const file of await writeExtension()) console.log(path.relative(checkout, file));
