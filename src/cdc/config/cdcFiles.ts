import { readdir, readFile } from 'node:fs/promises';
import { SpecqlCdcError } from '../../error.js';
import type { CdcOptions } from './cdcOptions.js';
import { composeStack, stackDatabase } from './composeStack.js';
import { connectorConfig } from './connectorConfig.js';
import { databaseSql } from './databaseSql.js';
import { deployScript } from './deployScript.js';

/** A file to write. */
export interface CdcFile {
  /** Relative, with `/`. */
  path: string;
  text: string;
  executable: boolean;
}

/** Source and compiled file stand equally deep, so both find what the build made. */
const builtExtension = new URL('../../../dist/extension/', import.meta.url);

/** A container does not reach the machine it runs on by these names. */
const loopback = /^(localhost|127\..*|::1)$/;

/**
 * Everything that setting up change data capture takes. No stack for a database on the Connect worker's own machine: a container would not reach it.
 *
 * @param options - what streams where
 * @returns the files, none of which holds a password
 * @throws SpecqlCdcError when the stack is to have a server, and the extension has not been built
 */
export async function cdcFiles(options: CdcOptions): Promise<CdcFile[]> {
  const file = (path: string, text: string) => ({ path, text, executable: text.startsWith('#!') });
  const files = [
    file('debezium-outbox-connector.json', `${JSON.stringify(connectorConfig(options), null, 2)}\n`),
    file('setup-database.sql', databaseSql(options)),
    file('deploy-connector.sh', deployScript),
  ];
  if (loopback.test(options.databaseHost)) return files;
  const extension = options.databaseHost === stackDatabase ? await extensionFiles() : [];
  const stack = composeStack(
    options,
    extension.map(({ name }) => name),
  );
  return [
    ...files,
    file('docker-compose.yml', stack),
    ...extension.map(({ name, text }) => file(`extension/${name}`, text)),
  ];
}

async function extensionFiles(): Promise<{ name: string; text: string }[]> {
  const names = await readdir(builtExtension).catch(() => []);
  if (names.length === 0) {
    throw new SpecqlCdcError(
      'the extension has not been built, and the stack needs its files',
      'Run: npm run build:extension. Or name a database outside of the stack by --database-host.',
    );
  }
  return Promise.all(
    names.sort().map(async (name) => ({ name, text: await readFile(new URL(name, builtExtension), 'utf8') })),
  );
}
