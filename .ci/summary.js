// Prints which tests failed, and `N passed, N failed`, from vitest's JSON reports. A file that fails before its first test counts as one failure.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const files = ['reports/tests.json', 'reports/older.json', 'reports/kafka.json'];
for (const file of files) if (!existsSync(file)) console.log(`failed: no ${file}`);
const reports = files.filter(existsSync).map((file) => JSON.parse(readFileSync(file, 'utf8')));
const failedFiles = reports.flatMap(({ testResults }) => testResults.filter(({ status }) => status === 'failed'));
for (const { name, message, assertionResults } of failedFiles) {
  const file = path.relative(process.cwd(), name);
  if (assertionResults.length === 0) console.log(`failed: ${file}: ${message}`);
  for (const { status, fullName, failureMessages } of assertionResults) {
    if (status === 'failed') console.log(`failed: ${file}: ${fullName}: ${failureMessages.join(' ').split('\n')[0]}`);
  }
}
const total = (count) => reports.reduce((sum, report) => sum + report[count], 0);
const brokenFiles = failedFiles.filter(({ assertionResults }) => assertionResults.length === 0);
console.log(`${total('numPassedTests')} passed, ${total('numFailedTests') + brokenFiles.length} failed`);
