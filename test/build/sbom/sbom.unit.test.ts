import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { checkout } from '../../../build/extension.js';
import { sbom } from '../../../build/sbom/sbom.js';

test('lists every package that is installed with this one, with its hash, and none for development', async () => {
  const lock = JSON.parse(await readFile(path.join(checkout, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { version: string; dev?: boolean; devOptional?: boolean; peer?: boolean }>;
  };
  const installed = Object.entries(lock.packages)
    .filter(([folder, { dev, devOptional }]) => folder !== '' && !dev && !devOptional)
    .map(([folder, { version }]) => `${folder.replace(/^.*node_modules\//, '')} ${version}`);
  const document = await sbom();
  const listed = document.components.map(({ name, version }) => `${name} ${version}`);
  expect(listed.sort()).toEqual(installed.sort());
  expect(listed.some((name) => name.startsWith('pg '))).toBe(true);
  expect(listed.some((name) => name.startsWith('execa '))).toBe(false);
  expect(document.components.every(({ hashes = [] }) => hashes.length > 0)).toBe(true);
  expect(document).toMatchObject({ bomFormat: 'CycloneDX', metadata: { component: { name: 'specql_cdc' } } });
});

test('is the same for the same lock file', async () => {
  expect(await sbom()).toEqual(await sbom());
});
