import { extensionFiles } from '../extension.js';
import { lint } from './lint.js';

const { script } = await extensionFiles();
const findings = await lint(script);
for (const { origin, message } of findings) {
  console.error(`extension/${origin.file}:${origin.line}: ${message}`);
}
console.log(`${script.origins.length} lines of SQL, ${findings.length} to mend`);
if (findings.length > 0) process.exitCode = 1;
