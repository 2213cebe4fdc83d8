import path from 'node:path';
import { checkout, extensionFiles } from '../extension.js';
import { readSources } from '../sources.js';
import { lineLength } from './lineLength.js';
import { lint } from './lint.js';

const { script } = await extensionFiles();
const found = [
  { folder: 'extension', findings: await lint(script) },
  ...(await Promise.all(
    ['extension', 'examples', 'bench'].map(async (folder) => ({
      folder,
      findings: lineLength(await readSources(path.join(checkout, folder))),
    })),
  )),
];
const findings = found.flatMap(({ folder, findings }) => findings.map((finding) => ({ folder, ...finding })));
for (const { folder, origin, message } of findings) {
  console.error(`${folder}/${origin.file}:${origin.line}: ${message}`);
}
console.log(`${script.origins.length} lines of SQL, ${findings.length} to mend`);
if (findings.length > 0) process.exitCode = 1;
