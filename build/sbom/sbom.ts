import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { checkout } from '../extension.js';

/** The parts of a CycloneDX document that this build reads or changes. */
export interface Sbom {
  bomFormat: 'CycloneDX';
  serialNumber?: string;
  metadata: { timestamp?: string; component: { 'bom-ref': string; name: string; version: string } };
  components: Component[];
  dependencies: { ref: string; dependsOn: string[] }[];
}

interface Component {
  'bom-ref': string;
  name: string;
  version: string;
  hashes?: { alg: string; content: string }[];
}

interface LockFile {
  packages: Record<string, { version: string; dev?: boolean; devOptional?: boolean }>;
}

/**
 * The software bill of materials of what is installed with the package, from package-lock.json. Packages for development are left out.
 *
 * @returns a CycloneDX document, the same for the same lock file
 * @throws Error with npm's words when it cannot read the lock file
 */
export async function sbom(): Promise<Sbom> {
  const args = ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'];
  const { stdout } = await promisify(execFile)('npm', args, { cwd: checkout, maxBuffer: 100_000_000 });
  const document = JSON.parse(stdout) as Sbom;
  delete document.serialNumber;
  delete document.metadata.timestamp;
  const { component } = document.metadata;
  // npm names the root component after its folder.
  component.name = 'specql_cdc';
  const installed = await installedReferences();
  return {
    ...document,
    components: document.components.filter((part) => installed.has(part['bom-ref'])),
    dependencies: document.dependencies
      .filter(({ ref }) => ref === component['bom-ref'] || installed.has(ref))
      .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((other) => installed.has(other)) })),
  };
}

/** Not by npm's --omit, which also leaves out packages that a package for development needs too. */
async function installedReferences(): Promise<Set<string>> {
  const lock = JSON.parse(await readFile(path.join(checkout, 'package-lock.json'), 'utf8')) as LockFile;
  const parts = Object.entries(lock.packages).filter(([, { dev, devOptional }]) => !dev && !devOptional);
  return new Set(parts.map(([folder, { version }]) => `${folder.replace(/^.*node_modules\//, '')}@${version}`));
}
