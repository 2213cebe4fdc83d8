/**
 * The extension's version for a package version: a patch of 0 is dropped, as extensions are numbered `1.0`, `1.0.1`.
 *
 * @param packageVersion - `version` of package.json, for instance `1.0.0`
 * @returns the version that names the install script, for instance `1.0`
 * @throws Error when the version is not three numbers: `CREATE EXTENSION` orders nothing, so a pre-release would be final
 */
export function extensionVersion(packageVersion: string): string {
  if (!/^\d+\.\d+\.\d+$/.test(packageVersion)) {
    throw new Error(`package.json: version "${packageVersion}" is not MAJOR.MINOR.PATCH`);
  }
  return packageVersion.replace(/^(\d+\.\d+)\.0$/, '$1');
}
