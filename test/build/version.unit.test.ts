import { expect, test } from 'vitest';
import { extensionVersion } from '../../build/version.js';

test.each([
  ['1.0.0', '1.0'],
  ['1.0.2', '1.0.2'],
  ['2.10.0', '2.10'],
  ['1.0.10', '1.0.10'],
])('package version %s is extension version %s', (packageVersion, version) => {
  expect(extensionVersion(packageVersion)).toBe(version);
});

test.each(['1.0', '1.0.0-beta.1', '', 'v1.0.0'])('refuses the version "%s"', (version) => {
  expect(() => extensionVersion(version)).toThrow(`version "${version}" is not MAJOR.MINOR.PATCH`);
});
