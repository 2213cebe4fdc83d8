import { readFile } from 'node:fs/promises';
import { logNames, logTable } from '../../consumer/logName.js';
import { SpecqlCdcError } from '../../error.js';
import type { ConnectorDocument } from '../config/connectorConfig.js';
import type { DatabaseNeeds } from '../config/databaseSetup.js';
import type { Settings } from '../config/transforms.js';
import { publicationNameForm, slotNameForm, sqlNameForm } from '../config/nameForms.js';

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
  if (typeof name !== 'string') throw new SpecqlCdcError(`${file} needs a name`, whereItComesFrom);
  return { name, config: requireSettings(config, file) };
}

/** Names that PostgreSQL takes; those of slots are plainer. */
const forms: [setting: string, form: RegExp][] = [
  ['slot.name', slotNameForm],
  ['publication.name', publicationNameForm],
  ['database.dbname', sqlNameForm],
  ['database.user', sqlNameForm],
  ['table.include.list', /^[^\p{C}]{1,200}$/u],
];

/**
 * Refuses settings that are none of a connector of this kind. Their names are put into SQL, and decide what is dropped.
 *
 * @param config - of a file or of Kafka Connect, which anybody may have written who reaches it
 * @param where - it comes from
 * @returns the settings
 * @throws SpecqlCdcError for a setting that is missing, of another form or of another kind of connector
 */
export function requireSettings(config: unknown, where: string): Settings {
  const settings = typeof config === 'object' && config !== null ? (config as Record<string, unknown>) : {};
  for (const [setting, form] of forms) {
    const given = settings[setting];
    if (typeof given === 'string' && form.test(given)) continue;
    throw new SpecqlCdcError(`${where} has no ${setting} that can be used`, whereItComesFrom);
  }
  const others = Object.keys(settings).filter((setting) => typeof settings[setting] !== 'string');
  if (others.length > 0) throw new SpecqlCdcError(`${where} has settings that are no text`, whereItComesFrom);
  const known = settings as Settings;
  if (known['plugin.name'] !== 'pgoutput') {
    throw new SpecqlCdcError(`${where} reads its slot by another plugin than pgoutput`, whereItComesFrom);
  }
  const strange = needsOf(known).tables.filter((table) => !tables.includes(table));
  if (strange.length === 0) return known;
  throw new SpecqlCdcError(
    `table.include.list of ${where} names ${strange.join(', ')}`,
    `This tool looks after ${tables.join(' and ')}; give other tables a connector of their own.`,
  );
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
