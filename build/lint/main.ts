import path from 'node:path';
import { checkout, extensionFiles } from '../extension.js';
import { readSources } from '../sources.js';
import { lineLength } from './lineLength.js';
import { lint } from './lint.js';

const { script } = await extensionFiles();
const sources = await readSources(path.join(checkout, 'extension'));
const findings = [...(await lint(script)), ...lineLength(sources)];
for (const { origin, message } of findings) {
  console.error(`extension/${origin.file}:${origin.line}: ${message}`);
}
console.log(`${script.origins.length} lines of SQL, ${findings.length} to mend`);
if (findings.length > 0) process.exitCode = 1;
