import { readFile } from 'node:fs/promises';
import { logNames, logTable } from '../../consumer/logName.js';
import { SpecqlCdcError } from '../../error.js';
import type { ConnectorDocument } from '../config/connectorConfig.js';
import type { DatabaseNeeds } from '../config/databaseSetup.js';
import type { Settings } from '../config/transforms.js';

const tables = logNames.map(logTable);

const whereItComesFrom = 'Make one by specql-cdc cdc generate-config, or name it by --config.';

/**
 * @param file - as generate-config wrote it, edited or not
 * @returns the connector
 * @throws SpecqlCdcError when it cannot be read, or describes no connector of this kind
 */
export async function readConnector(file: string): Promise<ConnectorDocument> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new SpecqlCdcError(`${file} cannot be read: ${(error as Error).message}`, whereItComesFrom);
  });
  let document: Partial<ConnectorDocument>;
  try {
    document = JSON.parse(text) as Partial<ConnectorDocument>;
  } catch (error) {
    throw new SpecqlCdcError(`${file} is no JSON: ${(error as Error).message}`, whereItComesFrom);
  }
  const { name, config } = document;
  if (
    typeof name !== 'string' ||
    !config?.['slot.name'] ||
    !config['publication.name'] ||
    !config['table.include.list']
  )
    throw new SpecqlCdcError(
      `${file} needs name and config, and in it slot.name, publication.name and table.include.list`,
      whereItComesFrom,
    );
  const strange = needsOf(config).tables.filter((table) => !tables.includes(table));
  if (strange.length > 0) {
    throw new SpecqlCdcError(
      `table.include.list names ${strange.join(', ')}`,
      `This tool looks after ${tables.join(' and ')}; give other tables a connector of their own.`,
    );
  }
  return { name, config };
}

/**
 * @param config - settings of a connector
 * @returns what the database has to have for it
 */
export function needsOf(config: Settings): DatabaseNeeds {
  const text = (setting: string) => config[setting] ?? '';
  return {
    databaseName: text('database.dbname'),
    databaseUser: text('database.user'),
    slotName: text('slot.name'),
    publicationName: text('publication.name'),
    // Written as regular expressions.
    tables: text('table.include.list').replaceAll('\\', '').split(','),
    readsTables: text('snapshot.mode') !== 'no_data',
  };
}
