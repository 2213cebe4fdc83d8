// Prints which tests failed, and `N passed, N failed`, from vitest's JSON report. A file that fails before its first test counts as one failure.
import { readFileSync } from 'node:fs';
import path from 'node:path';

const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const failedFiles = testResults.filter(({ status }) => status === 'failed');
for (const { name, assertionResults } of failedFiles) {
  const file = path.relative(process.cwd(), name);
  const failed = assertionResults.filter(({ status }) => status === 'failed');
  if (assertionResults.length === 0) console.log(`failed: ${file}`);
  for (const { fullName, failureMessages } of failed) {
    console.log(`failed: ${file}: ${fullName}: ${failureMessages.join(' ').split('\n')[0]}`);
  }
}
const brokenFiles = failedFiles.filter(({ assertionResults }) => assertionResults.length === 0);
console.log(`${numPassedTests} passed, ${numFailedTests + brokenFiles.length} failed`);
